using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Robustness;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>
/// What a study that is not finished has found so far, in one safetensors file beside the place of its outcome: for
/// each part its numbers, JSON as bytes, under its name, and its images under <c>images/NAME</c>. It is replaced after
/// each part, and gone when the outcome is written.
/// </summary>
internal sealed class StudyFile : IStudyRecord, IDisposable
{
    private const int CurrentSchema = 1;
    private const string SchemaKey = "accrete.schema";
    private const string IdentityKey = "accrete.study";

    private readonly string folder;
    private readonly string study;
    private readonly IReadOnlyDictionary<string, string> identity;
    private readonly IDisk disk;
    private readonly Dictionary<string, byte[]> numbers = [];
    private readonly Dictionary<string, Tensor> images = [];
    private RunOwner? owner;

    private StudyFile(string folder, string name, IReadOnlyDictionary<string, string> identity, IDisk disk) =>
        (this.folder, study, this.identity, this.disk) = (folder, name, identity, disk);

    /// <summary>How many parts are kept.</summary>
    public int Parts => numbers.Count;

    /// <summary>The file.</summary>
    public string Path => PathIn(folder, study);

    /// <summary>The file of an unfinished study; there is none while it has found nothing.</summary>
    /// <param name="folder">The folder of its outcome.</param>
    /// <param name="name">The name of its outcome: <c>detection</c>, <c>evaluation</c>.</param>
    public static string PathIn(string folder, string name) => RunLayout.In(folder, $"{name}-unfinished.safetensors");

    /// <summary>Passes a folder in which no study is unfinished.</summary>
    /// <exception cref="InvalidInputException">Throws if one is.</exception>
    public static void RequireNone(string folder, string name)
    {
        if (File.Exists(PathIn(folder, name)))
        {
            throw new InvalidInputException(
                $"{PathIn(folder, name)}: holds what a study that was not finished has found; go "
                    + "on with it, or delete this file to begin anew.",
                Setting.Resume
            );
        }
    }

    /// <summary>What a study found that is finished; null where none is. What is still kept of it is deleted.</summary>
    /// <param name="folder">The folder of its outcome.</param>
    /// <param name="name">The name of its outcome.</param>
    /// <param name="identity">What decides its numbers.</param>
    /// <param name="type">How outcomes are written.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the outcome is damaged or that of another study, and no unfinished one is there to go on with.
    /// </exception>
    public static T? Outcome<T>(
        string folder,
        string name,
        IReadOnlyDictionary<string, string> identity,
        JsonTypeInfo<T> type
    )
        where T : class, IStudyOutcome
    {
        var file = RunLayout.In(folder, $"{name}.json");
        if (!File.Exists(file))
        {
            return null;
        }

        var differences = new[] { "its settings are not written there" };
        try
        {
            var outcome = StoredJson.Read(file, type);
            differences = outcome.Study is { } earlier ? StudyIdentity.Differences(earlier, identity) : differences;
            if (differences.Length == 0)
            {
                DeleteKept(folder, name, identity);
                return outcome;
            }
        }
        catch (InvalidInputException e)
        {
            differences = [e.Message.TrimEnd('.')];
        }

        return File.Exists(PathIn(folder, name))
            ? null
            : throw new InvalidInputException(
                $"{file}: holds the results of a study that is finished, and it is not known to be this one: "
                    + $"{string.Join("; ", differences)}. Begin anew to put new results in their place, or "
                    + "choose another folder.",
                Setting.Resume,
                Setting.OutputFolder
            );
    }

    /// <summary>Begins to keep what a study finds, or goes on with what is kept.</summary>
    /// <param name="folder">The folder of its outcome; made when there is something to keep.</param>
    /// <param name="name">The name of its outcome.</param>
    /// <param name="identity">What decides its numbers.</param>
    /// <param name="resume">Whether it goes on where there is something to go on from.</param>
    /// <param name="mostImages">The most bytes that its images can take, in float32; 0 where no part keeps any.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if an unfinished study is there that does not go on; or it is damaged or another one; or another process
    /// writes it.
    /// </exception>
    public static StudyFile Open(
        string folder,
        string name,
        IReadOnlyDictionary<string, string> identity,
        bool resume,
        long mostImages
    ) => Open(folder, name, identity, resume, mostImages, Disk.OfMachine);

    /// <inheritdoc cref="Open(string, string, IReadOnlyDictionary{string, string}, bool, long)"/>
    internal static StudyFile Open(
        string folder,
        string name,
        IReadOnlyDictionary<string, string> identity,
        bool resume,
        long mostImages,
        IDisk disk
    )
    {
        var study = new StudyFile(folder, name, identity, disk);
        try
        {
            if (Directory.Exists(folder))
            {
                study.Take();
            }

            if (!resume)
            {
                RequireNone(folder, name);
            }
            else if (File.Exists(study.Path))
            {
                study.Read(mostImages);
            }

            return study;
        }
        catch
        {
            study.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public (T Numbers, Tensor? Images) Part<T>(
        string name,
        JsonTypeInfo<T> type,
        Func<(T Numbers, Tensor? Images)> measure,
        Func<T, Tensor?, bool> fits
    )
        where T : class
    {
        if (numbers.TryGetValue(name, out var text))
        {
            return Kept(name, text, type, fits);
        }

        Take();
        var found = measure();
        Keep(name, JsonSerializer.SerializeToUtf8Bytes(found.Numbers, type), found.Images);
        return found;
    }

    /// <summary>Deletes what is kept, once the outcome is written.</summary>
    public void Finish()
    {
        File.Delete(Path);
        numbers.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in images.Values)
        {
            tensor.Dispose();
        }

        owner?.Dispose();
    }

    private void Take()
    {
        if (owner is not null)
        {
            return;
        }

        try
        {
            var isNew = !Directory.Exists(folder);
            AtomicFile.CreateFolder(disk, folder);
            owner = RunOwner.Of(folder, $".{study}{RunOwner.FileName}", "study");
            AtomicFile.DeleteLeftOver(Path);
            if (isNew)
            {
                // Somebody else may have begun and been killed between the look and the taking.
                RequireNone(folder, study);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException(
                $"{folder}: cannot be written ({e.Message}); choose another folder.",
                e,
                Setting.OutputFolder
            );
        }
    }

    private (T Numbers, Tensor? Images) Kept<T>(
        string part,
        byte[] text,
        JsonTypeInfo<T> type,
        Func<T, Tensor?, bool> fits
    )
        where T : class
    {
        var pixels = images.TryGetValue(part, out var kept) ? StudyTensors.Pixels(kept) : null;
        try
        {
            var found = CheckedJson.Read<T>(text, type);
            return fits(found, pixels) ? (found, pixels) : throw Unusable($"'{part}' does not fit the study");
        }
        catch (JsonException e)
        {
            throw Unusable($"'{part}' cannot be read ({e.Message})", e);
        }
    }

    private void Keep(string part, byte[] text, Tensor? pixels)
    {
        using var scope = NewDisposeScope();
        if (pixels is not null)
        {
            images.Add(part, StudyTensors.Levels(pixels).DetachFromDisposeScope());
        }

        var tensors = numbers.Append(new(part, text)).ToDictionary(n => n.Key, n => tensor(n.Value));
        foreach (var (name, some) in images)
        {
            tensors.Add(StudyTensors.ImagesPrefix + name, some);
        }

        AtomicFile.Write(
            disk,
            Path,
            stream =>
                SafeTensors.Write(
                    stream,
                    tensors,
                    new Dictionary<string, string>
                    {
                        [SchemaKey] = $"{CurrentSchema}",
                        [IdentityKey] = JsonSerializer.Serialize(
                            new(identity),
                            StudyJson.Default.DictionaryStringString
                        ),
                    }
                )
        );
        // Only what is on the disk is said to be kept.
        numbers.Add(part, text);
    }

    private SafeTensorsReader Opened()
    {
        var reader = Reading(() => SafeTensorsReader.Open(Path));
        try
        {
            var earlier = Reading(() =>
            {
                ModelFile.CheckSchema(reader.Metadata, SchemaKey, CurrentSchema, Path);
                return ModelFile.Parse(reader.Metadata, IdentityKey, Path, StudyJson.Default.DictionaryStringString);
            });
            return StudyIdentity.Differences(earlier, identity) is not { Length: > 0 } differences
                ? reader
                : throw new InvalidInputException(
                    $"{Path}: belongs to a study with other settings: {string.Join("; ", differences)}. Give "
                        + "those to go on with it, or delete this file to begin anew."
                );
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void Read(long mostImages)
    {
        using var reader = Opened();
        if (StudyTensors.Flaw(reader.Entries.Values, mostImages) is { } flaw)
        {
            throw Unusable(flaw);
        }

        using var scope = NewDisposeScope();
        using var content = Reading(() => reader.Read());
        foreach (var (part, kept) in content.Tensors)
        {
            if (StudyTensors.IsOfImages(part))
            {
                images.Add(part[StudyTensors.ImagesPrefix.Length..], kept.alias().DetachFromDisposeScope());
            }
            else
            {
                numbers.Add(part, kept.bytes.ToArray());
            }
        }
    }

    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException(
                $"{e.Message} Without it the study cannot go on: bring back a whole copy, or delete the file "
                    + "to begin anew.",
                e
            );
        }
    }

    // It ended between its last file and the deletion; one of another study stays.
    private static void DeleteKept(string folder, string name, IReadOnlyDictionary<string, string> identity)
    {
        if (!File.Exists(PathIn(folder, name)))
        {
            return;
        }

        try
        {
            using var study = new StudyFile(folder, name, identity, Disk.OfMachine);
            study.Take();
            study.Opened().Dispose();
            study.Finish();
        }
        catch (InvalidInputException) { }
    }

    private InvalidInputException Unusable(string what, Exception? inner = null) =>
        new($"{Path}: is damaged: {what}; bring back a whole copy, or delete the file to begin anew.", inner!);
}
