namespace Accrete.Files.Trees;

/// <summary>
/// Finds all files below a folder, whatever its depth. A link to a folder is followed where it leads to a place that is
/// not seen otherwise, so that no ring is entered and nothing is found twice; what is hidden, no file, or written by
/// Accrete is passed over.
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
    private readonly SortedDictionary<string, Stop> linked = new(StringComparer.Ordinal);
    private readonly List<string> files = [];
    private readonly List<string> folders = [];
    private readonly List<string> own = [];
    private readonly SortedDictionary<string, List<string>> passedOver = new(StringComparer.Ordinal);

    private FolderWalk(FolderReader reader, CancellationToken cancel) => (this.reader, this.cancel) = (reader, cancel);

    /// <summary>Walks a folder that is there.</summary>
    /// <exception cref="AccreteException">Throws if a folder in it cannot be read.</exception>
    public static FoundFiles Of(string folder, CancellationToken cancel, FolderReader? reader = null) =>
        new FolderWalk(reader ?? FolderReader.Here, cancel).Walk(folder);

    private FoundFiles Walk(string folder)
    {
        Below(new Stop("", folder, reader.Resolve(folder).Id, null));
        while (linked.Count > 0)
        {
            var (path, stop) = linked.First();
            linked.Remove(path);
            if (seen.Contains(stop.Id) || Encloses(stop))
            {
                Pass(Twice, path);
            }
            else
            {
                Below(stop);
            }
        }

        return new FoundFiles(
            [.. files.Order(StringComparer.Ordinal)],
            [.. folders.Order(StringComparer.Ordinal)],
            [.. passedOver.Select(p => PassedOver.Of(p.Key, p.Value))]
        )
        {
            Own = own,
        };
    }

    // What is really below a place, links aside: those wait until it is known what is found without them.
    private void Below(Stop top)
    {
        var waiting = new Stack<Stop>([top]);
        while (waiting.TryPop(out var stop))
        {
            cancel.ThrowIfCancellationRequested();
            if (!seen.Add(stop.Id))
            {
                Pass(Twice, stop.Path);
                continue;
            }

            if (Entries(stop) is not { } entries)
            {
                continue;
            }

            if (stop.Path.Length > 0)
            {
                if (OwnOutput.Is(stop.Full, entries))
                {
                    own.Add(stop.Path);
                    Pass(Own, stop.Path + "/");
                    continue;
                }

                folders.Add(stop.Path);
            }

            foreach (var entry in entries)
            {
                Sort(stop, entry, waiting);
            }
        }
    }

    private IReadOnlyList<FolderEntry>? Entries(Stop stop)
    {
        try
        {
            return reader.List(stop.Full);
        }
        catch (PathTooLongException)
        {
            Pass(TooLong, stop.Path + "/");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SourceFile.Unreadable(stop.Full, e);
        }
    }

    private void Sort(Stop stop, FolderEntry entry, Stack<Stop> waiting)
    {
        var path = stop.Path.Length == 0 ? entry.Name : $"{stop.Path}/{entry.Name}";
        if (entry.Name.StartsWith('.'))
        {
            Pass(Hidden, path);
            return;
        }

        var full = Path.Combine(stop.Full, entry.Name);
        Place target;
        try
        {
            target = entry.Kind is PlaceKind.Link or PlaceKind.Folder
                ? reader.Resolve(full)
                : new Place(entry.Kind, "");
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

        switch (target.Kind)
        {
            case PlaceKind.Nothing:
                Pass(Broken, path);
                break;
            case PlaceKind.File:
                files.Add(path);
                break;
            case PlaceKind.Folder when entry.Kind == PlaceKind.Link:
                linked.Add(path, new Stop(path, full, target.Id, stop));
                break;
            case PlaceKind.Folder:
                waiting.Push(new Stop(path, full, target.Id, stop));
                break;
            default:
                Pass(Special, path);
                break;
        }
    }

    // Whether a link leads to a folder in which it lies itself.
    private bool Encloses(Stop link)
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

    /// <summary>
    /// A folder on the way: where it is found below the top, where it is opened, and in which place it was found.
    /// </summary>
    private sealed record Stop(string Path, string Full, string Id, Stop? Above);
}
