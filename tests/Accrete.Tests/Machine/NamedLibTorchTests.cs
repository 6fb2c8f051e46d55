using Accrete.Tests.Cli;

namespace Accrete.Tests.Machine;

public sealed class NamedLibTorchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_folder_is_wrong_input() =>
        AssertWrong(folder["none"], $"error: {folder["none"]}: no such folder; ");

    [Fact]
    public void A_file_is_not_a_folder()
    {
        File.WriteAllText(folder["file"], "");

        AssertWrong(folder["file"], $"error: {folder["file"]}: not a folder; ");
    }

    [Fact]
    public void An_empty_folder_is_wrong_input() =>
        AssertWrong(folder.Path, $"error: {folder.Path}: no libtorch_cpu in this folder; ");

    [Fact]
    public void A_text_file_is_not_a_library()
    {
        File.WriteAllText(folder[LibraryName], "not a library");

        AssertWrong(folder.Path, $"error: {folder.Path}: this libtorch does not fit (");
    }

    [Fact]
    public void The_variable_names_a_folder_too()
    {
        var answer = ToolProcess.Run([("ACCRETE_LIBTORCH", folder["none"])], ["doctor"]);

        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith($"error: {folder["none"]}: no such folder; ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_libtorch_of_another_version_does_not_fit()
    {
        const string debian = "/usr/lib/x86_64-linux-gnu";
        Assert.SkipUnless(
            File.Exists($"{debian}/libtorch_cpu.so.1.13"),
            "Debian's PyTorch 1.13 is not installed here."
        );

        AssertWrong(
            debian,
            $"error: {debian}: this libtorch does not fit (it is older than 2.9); Accrete needs libtorch 2.10"
        );
    }

    // A copy has the same name inside and lies at another place on the disk, as PyTorch's own would: links would not
    // do.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_folder_with_the_same_version_is_the_only_one_loaded(bool hasShim)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the package's libraries stay where .NET searches.");
        foreach (var file in Packaged().Where(f => hasShim || Path.GetFileName(f) != Shim))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        var answer = ToolProcess.Run("doctor", "--libtorch", folder.Path);

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.Contains($"named, {folder.Path}", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shim_beside_it_is_taken_instead_of_the_packaged_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the package's libraries stay where .NET searches.");
        foreach (var file in Packaged().Where(f => Path.GetFileName(f) != Shim))
        {
            File.CreateSymbolicLink(folder[Path.GetFileName(file)], file);
        }

        File.WriteAllText(folder[Shim], "not a library");

        AssertWrong(folder.Path, $"error: {folder.Path}: this libtorch does not fit ({folder[Shim]}");
    }

    private const string Shim = "libLibTorchSharp.so";

    private static string[] Packaged() => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "libtorch"));

    private static string LibraryName =>
        OperatingSystem.IsWindows() ? "torch_cpu.dll"
        : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib"
        : "libtorch_cpu.so";

    private static void AssertWrong(string named, string line)
    {
        var answer = ToolProcess.Run("doctor", "--libtorch", named);

        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(line, answer.Error, StringComparison.Ordinal);
        Assert.Single(answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
