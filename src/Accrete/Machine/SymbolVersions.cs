using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Accrete.Machine;

/// <summary>Edits the symbol versions that an ELF library asks for (section <c>.gnu.version_r</c>, 64-bit little endian).</summary>
/// <remarks>Source of the layout: Linux Standard Base, "Symbol Versioning".</remarks>
internal static class SymbolVersions
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>
    /// Writes a copy of <paramref name="library"/> that asks for <paramref name="version"/> only weakly, so that the
    /// dynamic linker goes on where the version is missing. The original stays as it is.
    /// </summary>
    /// <returns>The path of the copy, under a folder named by its content, so that copies of several builds can live together.</returns>
    /// <exception cref="AccreteException">The library does not ask for the version, or the copy cannot be written.</exception>
    public static string CopyWithWeak(string library, string version, string folder)
    {
        var bytes = File.ReadAllBytes(library);
        if (!MakeWeak(bytes, version))
        {
            throw new AccreteException($"{library}: does not ask for {version}; it is not the library that Accrete was built with.");
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        var copy = Path.Combine(folder, key, Path.GetFileName(library));
        if (File.Exists(copy) && new FileInfo(copy).Length == bytes.Length)
        {
            return copy;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var beside = $"{copy}.{Environment.ProcessId}";
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, copy, overwrite: true);
            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException($"{copy}: cannot be written ({e.Message}); set {CacheFolder.Variable} to a folder that can.", e);
        }
    }

    /// <summary>Sets the weak flag on every need for <paramref name="version"/>; false when there is none.</summary>
    public static bool MakeWeak(Span<byte> elf, string version)
    {
        if (elf.Length < 64 || !elf.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return false;
        }

        var found = false;
        var sections = (int)BinaryPrimitives.ReadInt64LittleEndian(elf[0x28..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
        for (var i = 0; i < count; i++)
        {
            var header = elf[(sections + i * size)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != VersionNeeds)
            {
                continue;
            }

            var strings = elf[(sections + BinaryPrimitives.ReadInt32LittleEndian(header[0x28..]) * size)..];
            found |= MakeWeak(elf,
                at: (int)BinaryPrimitives.ReadInt64LittleEndian(header[0x18..]),
                needs: BinaryPrimitives.ReadInt32LittleEndian(header[0x2C..]),
                names: (int)BinaryPrimitives.ReadInt64LittleEndian(strings[0x18..]),
                version);
        }

        return found;
    }

    private static bool MakeWeak(Span<byte> elf, int at, int needs, int names, string version)
    {
        var found = false;
        for (var n = 0; n < needs; n++)
        {
            var need = elf[at..];
            var entries = BinaryPrimitives.ReadUInt16LittleEndian(need[2..]);
            var entryAt = at + BinaryPrimitives.ReadInt32LittleEndian(need[8..]);
            for (var e = 0; e < entries; e++)
            {
                var entry = elf[entryAt..];
                var name = elf[(names + BinaryPrimitives.ReadInt32LittleEndian(entry[8..]))..];
                if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) == version)
                {
                    var flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]);
                    BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)(flags | Weak));
                    found = true;
                }

                entryAt += BinaryPrimitives.ReadInt32LittleEndian(entry[12..]);
            }

            at += BinaryPrimitives.ReadInt32LittleEndian(need[12..]);
        }

        return found;
    }
}
