using System.Diagnostics;
using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Tests.Files.Trees;

public sealed class FolderWalkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<bool> Readers => [true, false];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Readers))]
    public void Links_are_followed_once_and_never_in_a_ring(bool portable)
    {
        folder.Write("top/a/1.png", "1");
        folder.Write("top/a/deep/2.png", "2");
        folder.Write("outside/3.png", "3");
        folder.Write("outside/inner/4.png", "4");
        Link("top/a/up", "..");
        Link("top/a/root", "/");
        Link("top/a/self", "self");
        Link("top/a/gone", "nowhere");
        Link("top/aa", "a/deep");
        Link("top/b", folder["outside"]);
        Link("top/c", folder["outside/inner"]);
        Link("outside/inner/back", folder["outside"]);
        Link("top/5.png", folder["outside/3.png"]);

        var found = FolderWalk.Of(folder["top"], CancellationToken.None, Reader(portable));
        Assert.Equal(["5.png", "a/1.png", "a/deep/2.png", "b/3.png", "b/inner/4.png"], found.Files);
        Assert.Equal(["a", "a/deep", "b", "b/inner"], found.Folders);
        Assert.Equal(
            ["a/gone", "a/self"],
            found.PassedOver.Single(p => p.Reason.Contains("nowhere", StringComparison.Ordinal)).Names
        );
        Assert.Equal(
            ["a/root", "a/up", "aa", "b/inner/back", "c"],
            found.PassedOver.Single(p => p.Reason.Contains("elsewhere", StringComparison.Ordinal)).Names
        );
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Of_random_trees_with_links_every_file_is_found_once(bool portable)
    {
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var folders = new List<string> { $"t{round}" };
            Directory.CreateDirectory(folder[folders[0]]);
            var files = 0;
            for (var i = 0; i < 40; i++)
            {
                var at = folders[random.Next(folders.Count)];
                switch (random.Next(4))
                {
                    case 0:
                        Directory.CreateDirectory(folder[$"{at}/d{i}"]);
                        folders.Add($"{at}/d{i}");
                        break;
                    case 1:
                        Link($"{at}/l{i}", folder[folders[random.Next(folders.Count)]]);
                        break;
                    case 2:
                        Link($"{at}/r{i}", string.Concat(Enumerable.Repeat("../", random.Next(1, 5))));
                        break;
                    default:
                        folder.Write($"{at}/{files++}.png", "");
                        break;
                }
            }

            var found = FolderWalk.Of(folder[folders[0]], CancellationToken.None, Reader(portable));
            Assert.Equal(
                Enumerable.Range(0, files).Select(i => $"{i}.png").Order(),
                found.Files.Select(f => f.Split('/')[^1]).Order()
            );
            Assert.Equal(folders.Count - 1, found.Folders.Count);
            Assert.DoesNotContain(
                found.Files,
                f => f.Contains("/l", StringComparison.Ordinal) || f.Contains("/r", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Pipes_and_sockets_are_passed_over_with_a_word()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mkfifo");
        folder.Write("top/1.png", "");
        Pipe.At(folder["top/pipe.png"]);
        Link("top/null.png", "/dev/null");
        Link("top/piped.png", "pipe.png");
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream,
            0
        );
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(folder["top/s.png"]));

        var found = FolderWalk.Of(folder["top"], CancellationToken.None);
        Assert.Equal(["1.png"], found.Files);
        var passed = Assert.Single(found.PassedOver);
        Assert.Equal((4, "a pipe, device or socket"), (passed.Count, passed.Reason));
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Depth_has_no_limit_of_its_own(bool portable)
    {
        var path = string.Concat(Enumerable.Repeat("d/", 500));
        folder.Write($"top/{path}x.png", "");
        Assert.Equal([path + "x.png"], FolderWalk.Of(folder["top"], CancellationToken.None, Reader(portable)).Files);
    }

    [Fact]
    public void What_is_hidden_or_was_written_by_a_run_is_passed_over()
    {
        folder.Write("top/.DS_Store", "");
        folder.Write("top/.git/x.png", "");
        folder.Write("top/runs/mine/plan.json", """{ "data": {}, "network": {}, "stages": [] }""");
        folder.Write("top/runs/mine/x.png", "");
        folder.Write("top/cat/plan.json", """{ "dinner": 7 }""");
        var found = FolderWalk.Of(folder["top"], CancellationToken.None);
        Assert.Equal(["cat/plan.json"], found.Files);
        Assert.Equal(["runs/mine"], found.Own);
        Assert.Equal(
            ["2 passed over, hidden: .DS_Store, .git", "1 passed over, written by Accrete: runs/mine/"],
            found.PassedOver.Select(p => p.ToString())
        );
    }

    [Fact]
    public void It_can_be_stopped() =>
        Assert.Throws<OperationCanceledException>(() =>
            FolderWalk.Of(folder.Path, new CancellationToken(canceled: true))
        );

    [Fact]
    public void Names_that_are_not_text_can_be_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names are bytes on Linux alone");
        folder.Write("top/x", "hello");
        Run("bash", "-c", $"cd '{folder["top"]}' && mkdir $'caf\\xe9' && mv x $'caf\\xe9/\\xff.png'");
        var file = Assert.Single(FolderWalk.Of(folder["top"], CancellationToken.None).Files);
        Assert.Equal(@"caf\xE9/\xFF.png", RawPath.Shown(file));
        Assert.Equal("hello"u8, SourceFile.ReadAll(Path.Combine(folder["top"], file)));
        Run("bash", "-c", $"rm -r '{folder["top"]}'");
    }

    private static FolderReader Reader(bool portable) => portable ? new PortableFolders() : FolderReader.Here;

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(folder[name], target);
}
