using System.Text.Json;
using Accrete.Files.Tensors;
using Accrete.Interchange;
using Microsoft.ML.OnnxRuntime;

namespace Accrete.Tests.Cli.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly Tests.TemporaryFolder folder = new();
    private readonly string model;

    public ExportCommandTests() => model = MadeModel.Write(folder["run/model.safetensors"]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("net.onnx")]
    [InlineData("net.bin", "--format", "onnx")]
    [InlineData("net.onnx", "--pixels", "--fold")]
    public void Onnx_is_written_for_other_programs(string name, params string[] options)
    {
        var answer = Invocation.Of(["export", folder["run"], "--out", folder[name], .. options]);

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.StartsWith(
            $"{folder[name]}: vgg-small for images of 1x12x12 and 4 classes, ",
            answer.Output,
            StringComparison.Ordinal
        );
        using var session = new InferenceSession(folder[name]);
        Assert.Equal(
            options.Contains("--pixels") ? typeof(byte) : typeof(float),
            session.InputMetadata[OnnxFile.Input].ElementType
        );
        Assert.Equal(
            !options.Contains("--fold"),
            session.ModelMetadata.CustomMetadataMap["accrete.blueprint"].Contains("batchNorm", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_state_dict_has_the_weights_under_the_networks_names()
    {
        var answer = Invocation.Of("export", model, "--out", folder["weights.safetensors"], "--json");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        using var written = SafeTensors.Read(folder["weights.safetensors"]);
        Assert.Equal("pt", written.Metadata["format"]);
        Assert.Contains("batchNorm", written.Metadata["accrete.blueprint"], StringComparison.Ordinal);
        Assert.Contains("norm3_2.running_var", written.Tensors.Keys);
        var json = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(
            ("safetensors", "vgg-small", 4, new FileInfo(folder["weights.safetensors"]).Length),
            (
                json.GetProperty("format").GetString(),
                json.GetProperty("network").GetString(),
                json.GetProperty("classes").GetInt32(),
                json.GetProperty("bytes").GetInt64()
            )
        );
        Assert.Equal(
            "[1,12,12]",
            string.Concat(json.GetProperty("input").GetRawText().Where(c => !char.IsWhiteSpace(c)))
        );
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force()
    {
        File.WriteAllText(folder["net.onnx"], "mine");

        Wrong(
            $"error: {folder["net.onnx"]}: is there already; choose another file with --out, or replace it "
                + "with --force.",
            model,
            "--out",
            folder["net.onnx"]
        );
        Assert.Equal("mine", File.ReadAllText(folder["net.onnx"]));
        Assert.Equal(0, Invocation.Of("export", model, "--out", folder["net.onnx"], "--force").Status);
        Assert.NotEqual("mine", File.ReadAllText(folder["net.onnx"]));
    }

    [Fact]
    public void Wrong_input_is_status_2_and_leaves_nothing_behind()
    {
        File.WriteAllText(folder["bad.safetensors"], "not a model");
        var files = Directory.GetFiles(folder.Path);

        Wrong("error: --out: is missing;", model);
        Wrong($"error: {folder.Path}: is a folder;", model, "--out", folder.Path);
        Wrong(
            "error: --format onyx: not known; give onnx or safetensors.",
            model,
            "--out",
            folder["x"],
            "--format",
            "onyx"
        );
        Wrong($"error: {folder["x.bin"]}: its ending names no format;", model, "--out", folder["x.bin"]);
        Wrong("error: --pixels: fits --format onnx only;", model, "--out", folder["x.safetensors"], "--pixels");
        Wrong(
            "error: --fold: fits --format onnx only;",
            model,
            "--out",
            folder["x"],
            "--format",
            "safetensors",
            "--fold"
        );
        Wrong(
            $"error: {folder["gone"]}: there is no such model file or run;",
            folder["gone"],
            "--out",
            folder["x.onnx"]
        );
        Wrong($"error: {folder["bad.safetensors"]}: ", folder["bad.safetensors"], "--out", folder["x.onnx"]);
        Wrong("error: MODEL|RUN: is missing;");
        Assert.Equal(files, Directory.GetFiles(folder.Path));
    }

    private static void Wrong(string line, params string[] arguments)
    {
        var answer = Invocation.Of(["export", .. arguments]);
        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(line, Assert.Single(answer.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
