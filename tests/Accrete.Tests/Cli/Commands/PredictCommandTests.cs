using System.Globalization;
using System.Text.Json;
using Accrete.Datasets;
using Accrete.Tests.Datasets;
using SkiaSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Cli.Commands;

public sealed class PredictCommandTests : IDisposable
{
    private const int Side = 12;

    private readonly Tests.TemporaryFolder folder = new();
    private readonly string model;
    private readonly string images;

    public PredictCommandTests()
    {
        model = MadeModel.Write(folder["model.safetensors"]);
        images = Directory.CreateDirectory(folder["images"]).FullName;
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Confidences_are_the_softmax_of_the_logits_on_the_pixels_of_evaluation()
    {
        var pixels = Enumerable.Range(0, 5).Select(i => WriteImage($"{i}.png", i)).ToArray();

        var lines = Json("predict", model, images, "--json", "--top", "4", "--batch", "2");

        var expected = Softmax([.. pixels.SelectMany(p => p)], pixels.Length);
        Assert.Equal(pixels.Length, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var top = lines[i].GetProperty("top").EnumerateArray().ToArray();
            Assert.Equal(Path.Combine(images, $"{i}.png"), lines[i].GetProperty("file").GetString());
            Assert.Equal(4, top.Length);
            Assert.All(
                top,
                t =>
                    Assert.Equal(
                        expected[i][MadeModel.Classes.ToList().IndexOf(t.GetProperty("class").GetString()!)],
                        t.GetProperty("confidence").GetDouble(),
                        1e-6
                    )
            );
            Assert.Equal(
                top.Max(t => t.GetProperty("confidence").GetDouble()),
                lines[i].GetProperty("confidence").GetDouble()
            );
            Assert.Equal(top[0].GetProperty("class").GetString(), lines[i].GetProperty("class").GetString());
        }
    }

    [Fact]
    public void Piped_output_is_a_line_an_image_with_tabs_between()
    {
        WriteImage("b.png", 1);
        WriteImage("a/z.png", 2);

        var answer = Invocation.Of("predict", folder.Path, images, "--top", "2");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        var rows = answer.Output.TrimEnd().Split(Environment.NewLine).Select(l => l.Split('\t')).ToArray();
        Assert.Equal([Path.Combine(images, "a", "z.png"), Path.Combine(images, "b.png")], rows.Select(r => r[0]));
        Assert.All(
            rows,
            r =>
                Assert.Equal(
                    (5, true),
                    (
                        r.Length,
                        MadeModel.Classes.Contains(r[1])
                            && double.Parse(r[2], CultureInfo.InvariantCulture)
                                >= double.Parse(r[4], CultureInfo.InvariantCulture)
                    )
                )
        );
    }

    [Fact]
    public void A_bad_image_is_named_and_the_others_are_still_predicted()
    {
        WriteImage("a.png", 1);
        WriteImage("c.png", 2);
        File.WriteAllBytes(Image("b.png"), File.ReadAllBytes(Image("a.png"))[..60]);

        var people = Invocation.Of("predict", model, images);
        var json = Invocation.Of("predict", model, images, "--json");

        Assert.Equal((1, 1), (people.Status, json.Status));
        Assert.Equal(
            ["a.png", "c.png"],
            people.Output.TrimEnd().Split(Environment.NewLine).Select(l => Path.GetFileName(l.Split('\t')[0]))
        );
        Assert.StartsWith($"warning: {Image("b.png")}: ", people.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            $"error: 1 of 3 images could not be read and were skipped.{Environment.NewLine}",
            people.Error,
            StringComparison.Ordinal
        );
        var bad = JsonDocument.Parse(json.Output.Split(Environment.NewLine)[1]).RootElement;
        Assert.StartsWith(Image("b.png"), bad.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(["file", "error"], bad.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void An_image_that_is_not_there_is_named_and_the_others_are_still_predicted()
    {
        WriteImage("a.png", 1);
        var people = Invocation.Of("predict", model, folder["gone.png"], images);
        Assert.Equal(1, people.Status);
        Assert.Single(people.Output.TrimEnd().Split(Environment.NewLine));
        Assert.StartsWith(
            $"warning: {folder["gone.png"]}: there is no such file",
            people.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void All_images_bad_is_status_1()
    {
        File.WriteAllText(Image("a.png"), "no image");

        Assert.Equal(
            (1, ""),
            (Invocation.Of("predict", model, images).Status, Invocation.Of("predict", model, images).Output)
        );
    }

    [Fact]
    public void Images_of_any_size_and_colour_are_fitted()
    {
        File.WriteAllBytes(Image("large.JPG"), Made.Jpeg(50, 30, (x, y) => new SKColor((byte)x, (byte)y, 90)));

        Assert.Single(Json("predict", model, Image("large.JPG"), "--json"));
    }

    [Fact]
    public void Wrong_input_is_status_2()
    {
        WriteImage("a.png", 1);
        Directory.CreateDirectory(folder["none"]);
        File.WriteAllText(folder["bad.safetensors"], "not a model");

        Wrong($"error: {folder["none"]}: holds no image (PNG, ", model, folder["none"]);
        Wrong($"error: {folder["gone"]}: there is no such model file or run;", folder["gone"], images);
        Wrong(
            $"error: {folder["none"]}: neither a model file (.safetensors) nor a folder with a model.safetensors;",
            folder["none"],
            images
        );
        Wrong($"error: {folder["bad.safetensors"]}", folder["bad.safetensors"], images);
        Wrong("error: IMAGE|FOLDER: is missing; 'accrete predict --help' says what to give.", model);
        Wrong("error: --top 0: give a whole number from 1 to", model, images, "--top", "0");
    }

    private static void Wrong(string line, params string[] arguments)
    {
        var answer = Invocation.Of(["predict", .. arguments]);
        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(line, Assert.Single(answer.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static JsonElement[] Json(params string[] arguments)
    {
        var answer = Invocation.Of(arguments);
        Assert.Equal((0, ""), (answer.Status, answer.Error));
        return [.. answer.Output.TrimEnd().Split(Environment.NewLine).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    private static double[][] Softmax(byte[] pixels, int count)
    {
        using var made = MadeModel.Make();
        var network = made.Network;
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        network.IsTraining = false;
        using var set = new ImageSet(
            tensor(pixels, [count, 1, Side, Side], ScalarType.Byte),
            zeros(count, ScalarType.Int64)
        );
        using var batches = EvaluationBatches
            .Over(set, null, count, made.Preprocessing, ScalarType.Float32, CPU)
            .GetEnumerator();
        batches.MoveNext();
        var logits = network.Forward(batches.Current.Images).to_type(ScalarType.Float64).data<double>().ToArray();
        return
        [
            .. logits
                .Chunk(MadeModel.Classes.Count)
                .Select(row => row.Select(l => Math.Exp(l) / row.Sum(Math.Exp)).ToArray()),
        ];
    }

    private string Image(string name) => Path.Combine(images, name);

    private byte[] WriteImage(string name, int seed)
    {
        var pixels = Made.Noise(Side * Side, seed);
        Directory.CreateDirectory(Path.GetDirectoryName(Image(name))!);
        File.WriteAllBytes(
            Image(name),
            Made.Png(
                Side,
                Side,
                (x, y) => new SKColor(pixels[(y * Side) + x], pixels[(y * Side) + x], pixels[(y * Side) + x])
            )
        );
        return pixels;
    }
}
