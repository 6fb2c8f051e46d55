using System.IO.Compression;

namespace Accrete.Files;

/// <summary>
/// Unpacks a file of gzip as gzip does: its members one after the other, each with its checksum and length, until the
/// file ends. Zeros behind the last one, such as fill up blocks of tapes, are passed over. <see cref="GZipStream"/>
/// alone takes a file that stops early for a whole one, and bytes that follow for none.
/// </summary>
internal sealed class GZipFile : ForwardStream
{
    private readonly PackedBytes packed;
    private readonly GZipStream unpacked;
    private readonly string name;
    private readonly long most;
    private long count;

    /// <param name="file">The packed bytes, in a stream that knows its length.</param>
    /// <param name="name">What it is called in errors.</param>
    public GZipFile(Stream file, string name)
    {
        this.name = name;
        most = PackedBound.Most(file.Length);
        packed = new PackedBytes(file);
        unpacked = new GZipStream(packed, CompressionMode.Decompress);
    }

    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">
    /// Throws if it is damaged, cut short, becomes more than its length allows, or is followed by something else.
    /// </exception>
    public override int Read(Span<byte> buffer)
    {
        // Whoever asks for nothing learns nothing, least of all that it ends.
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = ReadUnpacked(buffer);
        count += read;
        if (count > most)
        {
            throw new InvalidInputException(
                $"{name}: unpacks to more than a set of images that is packed into so few bytes; get it again, "
                    + "or unpack it first."
            );
        }

        if (read == 0)
        {
            RequireWhole();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadUnpacked(Span<byte> buffer)
    {
        try
        {
            return unpacked.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw packed.AskedBehindEnd > 0
                ? CutShort(e)
                : new InvalidInputException($"{name}: damaged, or not packed with gzip; get it again.", e);
        }
    }

    private void RequireWhole()
    {
        if (packed.AskedBehindEnd > 1)
        {
            throw CutShort();
        }

        if (!packed.HasZerosAlone())
        {
            throw new InvalidInputException($"{name}: other bytes follow the end of its packed data; get it again.");
        }
    }

    private InvalidInputException CutShort(Exception? cause = null) =>
        new($"{name}: cut short, its packed data has no end; get it again.", cause);

    /// <summary>
    /// The bytes of the file, and behind them one that begins no member. A reader that stands at the end of a member
    /// asks once for it, to see whether another member begins; one within a member takes it for the next of its bytes
    /// and asks again; one that has met other bytes does not come so far. Zeros are given apart from what is before
    /// them, so that asking for them says that a member ended there or later.
    /// </summary>
    private sealed class PackedBytes(Stream file) : ForwardStream
    {
        private int zeros;
        private bool askedBehindData;

        /// <summary>How often more was asked for than there is.</summary>
        public int AskedBehindEnd { get; private set; }

        /// <summary>Whether nothing but zeros is left behind the last member; reads the file to its end.</summary>
        public bool HasZerosAlone()
        {
            var buffer = new byte[8192];
            while (askedBehindData && file.Read(buffer) is > 0 and var read)
            {
                askedBehindData = !buffer.AsSpan(0, read).ContainsAnyExcept((byte)0);
            }

            return askedBehindData;
        }

        public override int Read(Span<byte> buffer)
        {
            if (zeros > 0)
            {
                askedBehindData = true;
                var given = Math.Min(zeros, buffer.Length);
                buffer[..given].Clear();
                zeros -= given;
                return given;
            }

            if (file.Read(buffer) is > 0 and var read)
            {
                var data = buffer[..read].LastIndexOfAnyExcept((byte)0) + 1;
                askedBehindData = data == 0;
                zeros = data == 0 ? 0 : read - data;
                return read - zeros;
            }

            askedBehindData = true;
            AskedBehindEnd++;
            buffer[0] = 0;
            return AskedBehindEnd == 1 ? 1 : 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
