using System.Text;
using Accrete.Machine;
using CsCheck;

namespace Accrete.Tests.Machine;

public sealed class SymbolVersionsTests
{
    private const string Needed = "GLIBCXX_3.4.32";

    public static bool OnLinux => OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(OnLinux), Skip = "The shim is an ELF library on Linux only.")]
    public void Exactly_the_flags_of_the_version_change()
    {
        var before = Shim();
        var after = before.ToArray();

        Assert.True(SymbolVersions.MakeWeak(after, Needed));

        // One library asks for the version, once: bit 1 of the flags, 2 bytes after the hash of the version's name.
        var changed = Assert.Single(Enumerable.Range(0, before.Length), i => before[i] != after[i]);
        Assert.Equal(before[changed] | 2, after[changed]);
        Assert.Equal(Hash(Needed), BitConverter.ToUInt32(before, changed - 4));
    }

    [Fact(SkipUnless = nameof(OnLinux), Skip = "The shim is an ELF library on Linux only.")]
    public void A_version_that_nobody_asks_for_changes_nothing()
    {
        var bytes = Shim();

        Assert.False(SymbolVersions.MakeWeak(bytes, "GLIBCXX_3.4.3"));
        Assert.Equal(Shim(), bytes);
    }

    [Fact]
    public void Something_else_than_a_library_is_left_alone() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(bytes =>
            {
                var after = bytes.ToArray();
                return !SymbolVersions.MakeWeak(after, Needed) && after.SequenceEqual(bytes);
            });

    [Fact(SkipUnless = nameof(OnLinux), Skip = "The shim is an ELF library on Linux only.")]
    public void A_cut_library_is_an_error_that_names_it()
    {
        var whole = Shim();
        using var folder = new TemporaryFolder();
        Gen.Int[0, whole.Length - 1]
            .Sample(
                length =>
                {
                    File.WriteAllBytes(folder["cut.so"], whole[..length]);
                    var e = Assert.Throws<AccreteException>(() =>
                        SymbolVersions.CopyWithWeak(folder["cut.so"], Needed, folder["cache"])
                    );
                    Assert.StartsWith(folder["cut.so"], e.Message, StringComparison.Ordinal);
                },
                iter: 50,
                threads: 1
            );
    }

    [Fact(SkipUnless = nameof(OnLinux), Skip = "The shim is an ELF library on Linux only.")]
    public void Hostile_headers_end_in_an_answer_or_an_error_that_says_so()
    {
        var whole = Shim();
        var sections = (int)BitConverter.ToInt64(whole, 0x28);
        var header = Gen.Int[0x28, 63];
        var section = Gen.Int[sections, whole.Length - 1];
        Gen.Select(Gen.OneOf(header, section), Gen.Byte)
            .Array[1, 20]
            .Sample(
                edits =>
                {
                    var bytes = whole.ToArray();
                    foreach (var (at, value) in edits)
                    {
                        bytes[at] = value;
                    }

                    Assert.True(
                        Record.Exception(() => SymbolVersions.MakeWeak(bytes, Needed)) is null or InvalidDataException
                    );
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact(SkipUnless = nameof(OnLinux), Skip = "The shim is an ELF library on Linux only.")]
    public void A_damaged_copy_in_the_cache_is_made_again()
    {
        using var folder = new TemporaryFolder();
        var copy = SymbolVersions.CopyWithWeak(
            NativeFolder.PackagedLibrary("libLibTorchSharp.so"),
            Needed,
            folder.Path
        );
        var good = File.ReadAllBytes(copy);
        File.WriteAllBytes(copy, new byte[good.Length]);

        Assert.Equal(
            copy,
            SymbolVersions.CopyWithWeak(NativeFolder.PackagedLibrary("libLibTorchSharp.so"), Needed, folder.Path)
        );
        Assert.Equal(good, File.ReadAllBytes(copy));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(copy)!));
    }

    private static byte[] Shim() => File.ReadAllBytes(NativeFolder.PackagedLibrary("libLibTorchSharp.so"));

    // The hash of System V's ABI, which each entry carries beside the name.
    private static uint Hash(string name)
    {
        var hash = 0u;
        foreach (var letter in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xF0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }
}
