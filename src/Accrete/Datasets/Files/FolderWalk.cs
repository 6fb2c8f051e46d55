namespace Accrete.Datasets.Files;

/// <summary>
/// Finds all files below a folder, whatever its depth. A link to a folder is followed where it leads to a place that is not seen
/// otherwise, so that no ring is entered and nothing is found twice; what is hidden, no file, or written by Accrete is passed over.
/// </summary>
internal sealed class FolderWalk
{
    private const string Twice = "a link to a folder that is read elsewhere or that it lies in";
    private const string Broken = "a link that leads nowhere";
    private const string Special = "a pipe, device or socket";
    private const string Hidden = "hidden";
    private const string TooLong = "a longer path than the system takes";
    private const string Own = "written by Accrete";

    private readonly FolderReader reader;
    private readonly CancellationToken cancel;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Place> linked = new(StringComparer.Ordinal);
    private readonly List<string> files = [];
    private readonly List<string> folders = [];
    private readonly List<string> own = [];
    private readonly SortedDictionary<string, List<string>> passedOver = new(StringComparer.Ordinal);

    private FolderWalk(FolderReader reader, CancellationToken cancel) => (this.reader, this.cancel) = (reader, cancel);

    /// <summary>Walks a folder that is there.</summary>
    /// <exception cref="AccreteException">A folder in it cannot be read.</exception>
    public static FoundFiles Of(string folder, CancellationToken cancel, FolderReader? reader = null) =>
        new FolderWalk(reader ?? FolderReader.Here, cancel).Walk(folder);

    private FoundFiles Walk(string folder)
    {
        Below(new Place("", folder, reader.Resolve(folder)?.Id ?? "", null));
        while (linked.Count > 0)
        {
            var (path, place) = linked.First();
            linked.Remove(path);
            if (seen.Contains(place.Id) || Encloses(place))
            {
                Pass(Twice, path);
            }
            else
            {
                Below(place);
            }
        }

        return new FoundFiles(
            [.. files.Order(StringComparer.Ordinal)],
            [.. folders.Order(StringComparer.Ordinal)],
            [.. passedOver.Select(p => PassedOver.Of(p.Key, p.Value))]) { Own = own };
    }

    // What is really below a place, links aside: those wait until it is known what is found without them.
    private void Below(Place top)
    {
        var waiting = new Stack<Place>([top]);
        while (waiting.TryPop(out var place))
        {
            cancel.ThrowIfCancellationRequested();
            if (!seen.Add(place.Id))
            {
                Pass(Twice, place.Path);
                continue;
            }

            if (Entries(place) is not { } entries)
            {
                continue;
            }

            if (place.Path.Length > 0)
            {
                if (OwnOutput.Is(place.Full, entries))
                {
                    own.Add(place.Path);
                    Pass(Own, place.Path + "/");
                    continue;
                }

                folders.Add(place.Path);
            }

            foreach (var entry in entries)
            {
                Sort(place, entry, waiting);
            }
        }
    }

    private IReadOnlyList<FolderEntry>? Entries(Place place)
    {
        try
        {
            return reader.List(place.Full);
        }
        catch (PathTooLongException)
        {
            Pass(TooLong, place.Path + "/");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SourceFile.Unreadable(place.Full, e);
        }
    }

    private void Sort(Place place, FolderEntry entry, Stack<Place> waiting)
    {
        var path = place.Path.Length == 0 ? entry.Name : $"{place.Path}/{entry.Name}";
        if (entry.Name.StartsWith('.'))
        {
            Pass(Hidden, path);
            return;
        }

        var full = Path.Combine(place.Full, entry.Name);
        var kind = entry.Kind;
        var id = "";
        if (kind is EntryKind.Link or EntryKind.Folder)
        {
            ResolvedPath? resolved;
            try
            {
                resolved = reader.Resolve(full);
            }
            catch (PathTooLongException)
            {
                Pass(TooLong, path);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw SourceFile.Unreadable(full, e);
            }

            if (resolved is not { } target)
            {
                Pass(Broken, path);
                return;
            }

            (kind, id) = target;
        }

        switch (kind)
        {
            case EntryKind.File:
                files.Add(path);
                break;
            case EntryKind.Folder when entry.Kind == EntryKind.Link:
                linked.Add(path, new Place(path, full, id, place));
                break;
            case EntryKind.Folder:
                waiting.Push(new Place(path, full, id, place));
                break;
            default:
                Pass(Special, path);
                break;
        }
    }

    // Whether a link leads to a folder in which it lies itself.
    private bool Encloses(Place link)
    {
        for (var above = link.Above; above is not null; above = above.Above)
        {
            if (reader.IdsAbove(above.Full).Contains(link.Id))
            {
                return true;
            }
        }

        return false;
    }

    private void Pass(string reason, string path)
    {
        if (!passedOver.TryGetValue(reason, out var paths))
        {
            passedOver.Add(reason, paths = []);
        }

        paths.Add(RawPath.Shown(path));
    }

    /// <summary>A folder on the way: where it is found below the top, where it is opened, and in which place it was found.</summary>
    private sealed record Place(string Path, string Full, string Id, Place? Above);
}
