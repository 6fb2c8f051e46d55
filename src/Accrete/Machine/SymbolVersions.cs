using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Accrete.Machine;

/// <summary>
/// Edits the symbol versions that an ELF library asks for (section <c>.gnu.version_r</c>, 64-bit little endian).
/// </summary>
/// <remarks>Source of the layout: Linux Standard Base, "Symbol Versioning".</remarks>
internal static class SymbolVersions
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Whether <paramref name="library"/> asks for <paramref name="version"/>.</summary>
    /// <exception cref="AccreteException">Throws if the library is damaged, or cannot be read.</exception>
    public static bool AskedFor(string library, string version) => MakeWeakIn(library, Read(library), version);

    /// <summary>
    /// Writes a copy of <paramref name="library"/> that asks for <paramref name="version"/> only weakly, so that the
    /// dynamic linker goes on where the version is missing. The original stays as it is.
    /// </summary>
    /// <returns>The path of the copy, under a folder named by its content, so that copies of several builds can live
    /// together.</returns>
    /// <exception cref="AccreteException">
    /// Throws if the library is damaged, does not ask for the version, or the copy cannot be written.
    /// </exception>
    public static string CopyWithWeak(string library, string version, string folder)
    {
        var bytes = Read(library);
        if (!MakeWeakIn(library, bytes, version))
        {
            throw new AccreteException(
                $"{library}: does not ask for {version}; it is not the library that Accrete was built with."
            );
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        var copy = Path.Combine(folder, key, Path.GetFileName(library));
        try
        {
            if (!File.Exists(copy) || !File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes))
            {
                WriteBeside(copy, bytes);
            }

            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException(
                $"{copy}: cannot be written ({e.Message}); set {CacheFolder.Variable} to a folder that can.",
                e
            );
        }
    }

    /// <summary>Sets the weak flag on every need for <paramref name="version"/>; false when there is none.</summary>
    /// <exception cref="InvalidDataException">Throws if the file says that something lies outside of it.</exception>
    public static bool MakeWeak(Span<byte> elf, string version)
    {
        if (elf.Length < 64 || !elf.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return false;
        }

        var found = false;
        var sections = BinaryPrimitives.ReadUInt64LittleEndian(elf[0x28..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
        for (var i = 0; i < count; i++)
        {
            var header = At(elf, sections + (ulong)i * size, 64);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != VersionNeeds)
            {
                continue;
            }

            var linked = BinaryPrimitives.ReadUInt32LittleEndian(header[0x28..]);
            var strings = At(elf, sections + (ulong)linked * size, 64);
            found |= MakeWeak(
                elf,
                at: BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..]),
                needs: BinaryPrimitives.ReadUInt32LittleEndian(header[0x2C..]),
                names: BinaryPrimitives.ReadUInt64LittleEndian(strings[0x18..]),
                Encoding.ASCII.GetBytes(version + "\0")
            );
        }

        return found;
    }

    // Each need (one library) leads to its entries (one version each). Offsets are relative, and 0 ends a list: a list
    // that claims to go on would be read for ever.
    private static bool MakeWeak(Span<byte> elf, ulong at, uint needs, ulong names, ReadOnlySpan<byte> version)
    {
        var found = false;
        uint step = 1;
        for (var n = 0u; n < needs && step != 0; n++)
        {
            var need = At(elf, at, 16);
            var entries = BinaryPrimitives.ReadUInt16LittleEndian(need[2..]);
            found |= MakeEntriesWeak(
                elf,
                at + BinaryPrimitives.ReadUInt32LittleEndian(need[8..]),
                entries,
                names,
                version
            );
            step = BinaryPrimitives.ReadUInt32LittleEndian(need[12..]);
            at += step;
        }

        return found;
    }

    private static bool MakeEntriesWeak(Span<byte> elf, ulong at, int entries, ulong names, ReadOnlySpan<byte> version)
    {
        var found = false;
        uint step = 1;
        for (var e = 0; e < entries && step != 0; e++)
        {
            var entry = At(elf, at, 16);
            if (At(elf, names + BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), 0).StartsWith(version))
            {
                var flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)(flags | Weak));
                found = true;
            }

            step = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
            at += step;
        }

        return found;
    }

    private static Span<byte> At(Span<byte> elf, ulong offset, int length) =>
        offset <= (ulong)elf.Length && (ulong)elf.Length - offset >= (ulong)length
            ? elf[(int)offset..]
            : throw new InvalidDataException($"it names byte {offset}, and has {elf.Length}");

    private static bool MakeWeakIn(string library, byte[] bytes, string version)
    {
        try
        {
            return MakeWeak(bytes, version);
        }
        catch (InvalidDataException e)
        {
            throw new AccreteException(
                $"{library}: a damaged library ({e.Message}); build or install Accrete again.",
                e
            );
        }
    }

    private static byte[] Read(string library)
    {
        try
        {
            return File.ReadAllBytes(library);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException($"{library}: cannot be read ({e.Message}); build or install Accrete again.", e);
        }
    }

    private static void WriteBeside(string copy, byte[] bytes)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        var beside = Path.Combine(folder.FullName, Path.GetRandomFileName());
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, copy, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
