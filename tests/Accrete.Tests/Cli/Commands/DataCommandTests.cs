using System.Text.Json;
using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Cli.Commands;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lists_what_was_found_and_where_the_rest_was_looked_for()
    {
        SmallSets.WriteMnist(folder);

        var answer = Invocation.Of("data", "list", "--data-root", folder.Path);
        var sets = Json("data", "list", "--data-root", folder.Path, "--json")
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("name").GetString()!);

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.Matches("(?m)^ ok mnist +MNIST: handwritten digits", answer.Output);
        Assert.Matches("(?m)^ -- cifar100 ", answer.Output);
        Assert.Equal(folder["mnist"], sets["mnist"].GetProperty("found").GetString());
        Assert.Equal(JsonValueKind.Null, sets["cifar100"].GetProperty("found").ValueKind);
        Assert.Equal(folder["cifar-100-binary"], sets["cifar100"].GetProperty("searched")[0].GetString());
    }

    [Fact]
    public void Verify_shows_shape_classes_counts_and_hash()
    {
        SmallSets.WriteMnist(folder);

        var answer = Invocation.Of("data", "verify", "mnist", "--data-root", folder.Path);
        var root = Json("data", "verify", "mnist", "--data-root", folder.Path, "--json", "--size", "14");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.StartsWith("MNIST: images of 1x28x28, 10 classes", answer.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^ all +20 +20 *$", answer.Output);
        Assert.Equal([1, 14, 14], root.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(64, root.GetProperty("sha256").GetString()!.Length);
        Assert.Equal(
            (2, 2),
            (
                root.GetProperty("classes")[9].GetProperty("trainImages").GetInt32(),
                root.GetProperty("classes")[9].GetProperty("testImages").GetInt32()
            )
        );
    }

    [Fact]
    public void Verify_names_the_file_that_is_damaged()
    {
        foreach (var name in new[] { "a/1.png", "a/2.png", "b/1.png" })
        {
            folder.Write($"mine/{name}", Made.Png(8, 8, (x, y) => SKColors.Gray));
        }

        folder.Write("mine/b/2.png", "no image");

        var answer = Invocation.Of("data", "verify", folder["mine"]);

        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.Contains(
            "2.png (not a PNG, JPEG",
            Assert.Single(answer.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("error: nothing-here: neither a folder nor one of sample, mnist,", "verify", "nothing-here")]
    [InlineData("error: --data-root /no/such/root: there is no such folder;", "list", "--data-root", "/no/such/root")]
    [InlineData("error: lst: unknown command; did you mean list?", "lst")]
    [InlineData("error: data: no command given; 'accrete data --help' lists them.")]
    [InlineData("error: NAME|PATH: is missing; 'accrete data verify --help' says what to give.", "verify")]
    public void Wrong_input_is_one_line_and_status_2(string line, params string[] arguments)
    {
        var answer = Invocation.Of(["data", .. arguments]);

        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(line, Assert.Single(answer.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static JsonElement Json(params string[] arguments)
    {
        var answer = Invocation.Of(arguments);
        Assert.Equal((0, ""), (answer.Status, answer.Error));
        return JsonDocument.Parse(answer.Output).RootElement;
    }
}
