using System.Buffers.Binary;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Files.Tensors;

/// <summary>
/// An open safetensors file. Its header is known from the beginning, so that whoever asks can check what the file says
/// of itself and refuse it, or choose among its tensors, before any of them takes memory.
/// </summary>
internal sealed class SafeTensorsReader : IDisposable
{
    private readonly string path;
    private readonly int piece;
    private readonly Stream stream;
    private readonly SafeTensorsHeader header;

    // Its length and its text, and in it the place of the checksum's digits where it has them.
    private readonly byte[] size = new byte[sizeof(long)];
    private readonly byte[] text;
    private readonly int? place;
    private readonly string? digits;

    private SafeTensorsReader(string path, int piece)
    {
        (this.path, this.piece) = (path, piece);
        stream = RegularFile.OpenRead(path, throughLink: true);
        try
        {
            text = ReadText();
            header = Parsed(text);
            if (header.Metadata.Remove(FileSum.Key, out digits))
            {
                place =
                    FileSum.PlaceIn(text, SafeTensorsHeader.MetadataKey)
                    ?? throw Damaged("its checksum is not of the length of one");
            }

            Entries = header.Entries.ToDictionary(e => e.Name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The texts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>What the header says of each tensor, by name.</summary>
    public IReadOnlyDictionary<string, SafeTensorsEntry> Entries { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="piece">How many bytes of tensors are read at once.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if there is none, or it is no regular file, cut short, damaged or of an unknown type.
    /// </exception>
    public static SafeTensorsReader Open(string path, int piece = TensorMemory.Piece) =>
        Reading(path, () => new SafeTensorsReader(path, piece));

    /// <summary>Passes a file that has all tensors which it should, and no others.</summary>
    /// <param name="required">What must be there, by name.</param>
    /// <param name="advice">What to do where something else is there, in an error.</param>
    /// <param name="optional">What a tensor of another name should be; null where there should be none.</param>
    /// <exception cref="InvalidInputException">Throws if one is missing, or of another shape or type, or does not
    /// belong there.</exception>
    public void Expect(
        IReadOnlyDictionary<string, ExpectedTensor> required,
        string advice,
        Func<string, ExpectedTensor?>? optional = null
    )
    {
        var flaw = required.Keys.FirstOrDefault(name => !Entries.ContainsKey(name)) is { } missing
            ? $"tensor '{missing}' is missing"
            : header.Entries.Select(Flaw).FirstOrDefault(f => f is not null);
        if (flaw is not null)
        {
            throw new InvalidInputException($"{path}: {flaw}; {advice}.");
        }

        string? Flaw(SafeTensorsEntry entry) =>
            (required.GetValueOrDefault(entry.Name) ?? optional?.Invoke(entry.Name)) is { } expected
                ? expected.Flaw(entry)
                : $"holds a tensor '{GivenText.Shown(entry.Name)}' {entry.Sides}, which does not belong there";
    }

    /// <summary>
    /// Reads tensors, and checks the sum of all bytes, those of other tensors too; the caller owns what comes.
    /// </summary>
    /// <param name="wanted">Whether a tensor is wanted, by its name; null for all of types that networks here
    /// have.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the file is cut short or damaged, or has more in it than there is memory.
    /// </exception>
    /// <exception cref="AccreteException">Throws if a tensor takes more memory than there is.</exception>
    public SafeTensorsContent Read(Predicate<string>? wanted = null) =>
        Reading(
            path,
            () =>
            {
                RequireMemory(wanted);
                var content = new Dictionary<string, Tensor>();
                try
                {
                    ReadTensors(content, wanted ?? (_ => true));
                    return new SafeTensorsContent(content, header.Metadata);
                }
                catch
                {
                    new SafeTensorsContent(content, header.Metadata).Dispose();
                    throw;
                }
            }
        );

    public void Dispose() => stream.Dispose();

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path}: there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({e.Message}).", e);
        }
    }

    private byte[] ReadText()
    {
        if (ForeignFile.Explain(stream) is { } foreign)
        {
            throw new InvalidInputException($"{path}: {foreign}.");
        }

        ReadExactly(size);
        var length = BinaryPrimitives.ReadInt64LittleEndian(size);
        if (length < 2 || length > stream.Length - size.Length)
        {
            throw Damaged("its header does not fit into the file");
        }

        if (length > SafeTensorsHeader.Longest)
        {
            throw Damaged(
                $"its header has {length >> 20} MB, and those of networks have less than "
                    + $"{SafeTensorsHeader.Longest >> 20}"
            );
        }

        var bytes = new byte[length];
        ReadExactly(bytes);
        return bytes;
    }

    private SafeTensorsHeader Parsed(byte[] bytes)
    {
        try
        {
            return SafeTensorsHeader.Parse(bytes, stream.Length - stream.Position);
        }
        catch (FormatException e)
        {
            throw Damaged(e.Message);
        }
    }

    // A file with holes in it takes no place on a disk, and what is read of it all of its length in memory, or in time
    // where it is summed.
    private void RequireMemory(Predicate<string>? wanted)
    {
        var data = header
            .Entries.Where(e => digits is not null || wanted is null || wanted(e.Name))
            .Sum(e => e.End - e.Begin);
        if (PhysicalMemory.Measure().TotalBytes is var total && data > total)
        {
            throw new InvalidInputException(
                $"{path}: holds {data >> 30} GiB of tensors, and this machine has {total >> 30} GiB of memory; "
                    + "name a smaller file or use a larger machine."
            );
        }
    }

    private void ReadTensors(Dictionary<string, Tensor> tensors, Predicate<string> wanted)
    {
        using var sum = place is null ? null : new FileSum();
        sum?.AddHeader(size, text, place!.Value);
        stream.Position = size.Length + text.Length;
        foreach (var entry in header.Entries)
        {
            // No file with a checksum was written with a type that networks here do not have.
            if (entry.Type.Type is null && sum is not null)
            {
                throw Damaged($"tensor '{entry.Name}' is of type {entry.Type.Name}");
            }

            if (entry.Type.Type is { } type && wanted(entry.Name))
            {
                var tensor = TensorMemory.Allocate(type, entry.Shape);
                tensors.Add(entry.Name, tensor);
                TensorMemory.InPieces(tensor, bytes => ReadPiece(bytes, sum), piece);
            }
            else
            {
                PassOver(entry.End - entry.Begin, sum);
            }
        }

        if (sum is not null && sum.Take() != digits)
        {
            throw Damaged("its bytes are not those that were written, by its checksum");
        }
    }

    private void PassOver(long length, FileSum? sum)
    {
        if (sum is null)
        {
            stream.Seek(length, SeekOrigin.Current);
            return;
        }

        var buffer = new byte[Math.Min(length, piece)];
        for (var left = length; left > 0; left -= buffer.Length)
        {
            ReadPiece(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)), sum);
        }
    }

    private void ReadPiece(Span<byte> target, FileSum? sum)
    {
        ReadExactly(target);
        sum?.Add(target);
    }

    private void ReadExactly(Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw Damaged("it is cut short");
        }
    }

    private InvalidInputException Damaged(string what) =>
        new($"{path}: is no whole safetensors file: {what}; get or make it again.");
}
