using Accrete.Tests.Datasets;

namespace Accrete.Tests.Cli;

/// <summary>
/// Pipes and devices in the places of files that the user names: said in one line, and never waited for.
/// </summary>
public sealed class SpecialFilesTests : IDisposable
{
    private const string Said = "is a pipe, device or socket and not a regular file";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("predict PIPE.safetensors MODEL")]
    [InlineData("predict PIPE MODEL")]
    [InlineData("predict /dev/zero MODEL")]
    [InlineData("inspect PIPE")]
    [InlineData("inspect PIPE.safetensors")]
    [InlineData("inspect PIPE.json")]
    [InlineData("plan --recipe PIPE.toml")]
    [InlineData("plan --recipe PIPE.json")]
    [InlineData("plan --recipe /dev/zero")]
    [InlineData("plan --network PIPE.json")]
    [InlineData("import PIPE --network vgg11 --out OUT")]
    [InlineData("export PIPE.safetensors --format onnx --out OUT")]
    [InlineData("data verify mnist --data-root ROOT")]
    [InlineData("data verify cifar10 --data-root ROOT")]
    public void In_the_place_of_a_file_one_is_refused(string command)
    {
        foreach (var name in new[] { "PIPE", "PIPE.safetensors", "PIPE.json", "PIPE.toml", "cifar-10-jpeg.tar.gz" })
        {
            Pipe.At(folder[name]);
        }

        SmallSets.WriteMnist(folder, packed: false);
        File.Delete(folder["mnist/t10k-images-idx3-ubyte"]);
        Pipe.At(folder["mnist/t10k-images-idx3-ubyte"]);
        var model = MadeModel.Write(folder["model.safetensors"]);

        var answer = Invocation.Of([
            .. command
                .Split(' ')
                .Select(w =>
                    w switch
                    {
                        "MODEL" => model,
                        "OUT" => folder[
                            command.Contains("onnx", StringComparison.Ordinal) ? "out.onnx" : "out.safetensors"
                        ],
                        "ROOT" => folder.Path,
                        _ => w.StartsWith("PIPE", StringComparison.Ordinal) ? folder[w] : w,
                    }
                ),
        ]);

        Assert.Equal((2, 1), (answer.Status, answer.Error.Trim().Split('\n').Length));
        Assert.Contains(Said, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_place_of_an_image_one_is_named_and_the_others_are_classified()
    {
        var image = folder.Write("image.png", Made.Png(12, 12, (_, _) => SkiaSharp.SKColors.Red));
        var answer = Invocation.Of(
            "predict",
            MadeModel.Write(folder["model.safetensors"]),
            Pipe.At(folder["pipe.png"]),
            image
        );

        Assert.Contains(Said, answer.Error, StringComparison.Ordinal);
        Assert.Contains("image.png", answer.Output, StringComparison.Ordinal);
    }
}
