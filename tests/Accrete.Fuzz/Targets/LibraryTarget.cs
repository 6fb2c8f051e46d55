using System.Buffers.Binary;
using System.Text;
using Accrete.Machine;

namespace Accrete.Fuzz.Targets;

/// <summary>An ELF library of which the versions that it asks for are read and changed.</summary>
internal sealed class LibraryTarget() : FileTarget("library", "library.so")
{
    private const string Version = "GLIBCXX_3.4.32";

    public override IReadOnlyList<Mutation> Structure { get; } = [Bytes.Number];

    protected override void Read(string path, CancellationToken stop)
    {
        var cache = Workshop.Empty("library");
        SymbolVersions.AskedFor(path, Version);
        SymbolVersions.CopyWithWeak(path, Version, cache);
    }

    // The header, a section of names, one of needs, and the table of both, with nothing else.
    protected override IEnumerable<byte[]> Make()
    {
        var names = Encoding.ASCII.GetBytes($"\0libstdc++.so.6\0{Version}\0");
        const int header = 64;
        var needs = header + 64;
        var sections = needs + 32;
        var elf = new byte[sections + (3 * 64)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(elf);
        Put(0x28, 8, sections);
        Put(0x3A, 2, 64);
        Put(0x3C, 2, 3);
        names.CopyTo(elf, header);
        Put(needs, 2, 1);
        Put(needs + 2, 2, 1);
        Put(needs + 4, 4, 1);
        Put(needs + 8, 4, 16);
        Put(needs + 16 + 8, 4, 16);
        Section(1, 3, header, names.Length, 0, 0);
        Section(2, 0x6ffffffe, needs, 32, 1, 1);
        yield return elf;

        void Section(int index, long kind, long at, long size, long link, long info)
        {
            var start = sections + (64 * index);
            Put(start + 4, 4, kind);
            Put(start + 0x18, 8, at);
            Put(start + 0x20, 8, size);
            Put(start + 0x28, 4, link);
            Put(start + 0x2C, 4, info);
        }

        void Put(int at, int width, long value)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            bytes[..width].CopyTo(elf.AsSpan(at));
        }
    }
}
