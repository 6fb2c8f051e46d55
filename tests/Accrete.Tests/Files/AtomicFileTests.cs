using Accrete.Files;

namespace Accrete.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Makes_the_folder_and_replaces_what_was_there()
    {
        var path = folder["new/file"];
        AtomicFile.Write(path, "one");
        AtomicFile.Write(path, "two");
        Assert.Equal("two", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder["new"]));
    }

    [Fact]
    public void A_failure_in_the_middle_leaves_the_old_file_and_nothing_else()
    {
        var path = folder["file"];
        AtomicFile.Write(path, "old");
        var error = Assert.Throws<AccreteException>(() =>
            AtomicFile.Write(
                path,
                stream =>
                {
                    stream.Write(new byte[1 << 20]);
                    throw new IOException("no more");
                }
            )
        );
        Assert.StartsWith($"{path}: cannot be written (no more)", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_fault_of_the_writer_also_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(folder["file"], _ => throw new InvalidOperationException())
        );
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_reader_sees_the_old_file_while_the_new_one_is_written()
    {
        var path = folder["file"];
        AtomicFile.Write(path, "old");
        AtomicFile.Write(
            path,
            stream =>
            {
                stream.Write("new"u8);
                stream.Flush();
                Assert.Equal("old", File.ReadAllText(path));
            }
        );
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_where_a_folder_should_be_is_an_error_that_names_the_path()
    {
        File.WriteAllText(folder["file"], "");
        var path = folder["file/inner"];
        var error = Assert.Throws<AccreteException>(() => AtomicFile.Write(path, "x"));
        Assert.StartsWith($"{path}: cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_an_error_and_stays()
    {
        Directory.CreateDirectory(folder["place"]);
        Assert.Throws<AccreteException>(() => AtomicFile.Write(folder["place"], "x"));
        Assert.True(Directory.Exists(folder["place"]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file()
    {
        using var disk = new SmallDisk(64);
        var path = disk["file"];
        AtomicFile.Write(path, "old");
        var error = Assert.Throws<AccreteException>(() =>
            AtomicFile.Write(path, stream => stream.Write(new byte[1 << 20]))
        );
        Assert.StartsWith($"{path}: cannot be written (", error.Message, StringComparison.Ordinal);
        Assert.Contains("free some space", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(disk["."]).Select(Path.GetFullPath));
    }
}
