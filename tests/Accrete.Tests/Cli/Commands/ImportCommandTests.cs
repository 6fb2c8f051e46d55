using System.Text.Json;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Interchange;
using Accrete.Tests.Growth;
using static TorchSharp.torch;

namespace Accrete.Tests.Cli.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private static readonly string[] Fitting =
    [
        "--network",
        "vgg-small",
        "--size",
        "12",
        "--channels",
        "1",
        "--width",
        "0.1",
    ];

    private readonly Tests.TemporaryFolder folder = new();
    private readonly string weights;

    public ImportCommandTests()
    {
        using var model = MadeModel.Make();
        StateDictFile.Write(weights = folder["weights.safetensors"], model.Network);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_exported_comes_back_with_the_same_logits()
    {
        File.WriteAllText(folder["names.txt"], string.Join('\n', MadeModel.Classes) + "\n");

        var answer = Invocation.Of([
            "import",
            weights,
            .. Fitting,
            "--class-names",
            folder["names.txt"],
            "--mean",
            "0.4",
            "--std",
            "0.3",
            "--out",
            folder["model.safetensors"],
        ]);

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.StartsWith(
            $"{folder["model.safetensors"]}: vgg-small for images of 1x12x12 and 4 classes, ",
            answer.Output,
            StringComparison.Ordinal
        );
        var (expected, actual) = (MadeModel.Make(), Model.Load(folder["model.safetensors"]));
        using (expected)
        using (actual)
        {
            Assert.Equal(expected.Classes, actual.Classes);
            Assert.Equal(expected.Preprocessing, actual.Preprocessing);
            Assert.Equal(Logits(expected), Logits(actual));
        }
    }

    [Fact]
    public void A_pruned_network_that_was_exported_needs_no_description()
    {
        using (var made = MadeModel.Make())
        {
            made.Save(folder["made.safetensors"]);
        }

        string[][] commands =
        [
            ["prune", "made", "--keep", "0.5", "--by", "l1", "--out", "narrow"],
            ["export", "narrow", "--out", "state"],
            ["import", "state", "--out", "back"],
        ];
        string[] files = ["made", "narrow", "state", "back"];
        foreach (var command in commands)
        {
            Assert.Equal(
                (0, ""),
                Invocation.Of([.. command.Select(w => files.Contains(w) ? folder[$"{w}.safetensors"] : w)]) is var done
                    ? (done.Status, done.Error)
                    : default
            );
        }

        using var narrow = Model.Load(folder["narrow.safetensors"]);
        using var back = Model.Load(folder["back.safetensors"]);
        Assert.Equal(narrow.Network.Blueprint, back.Network.Blueprint);
        Assert.Equal(narrow.Classes, back.Classes);
        Assert.Equal(narrow.Preprocessing, back.Preprocessing);
        Assert.Equal(Logits(narrow), Logits(back));
        Wrong("error: --network: is missing; name the architecture", weights, "--out", folder["none.safetensors"]);
    }

    [Fact]
    public void Without_names_classes_have_numbers_and_pixels_stay_between_0_and_1()
    {
        var answer = Invocation.Of([
            "import",
            weights,
            .. Fitting,
            "--classes",
            "4",
            "--out",
            folder["model.safetensors"],
            "--json",
        ]);
        var inspected = Invocation.Of("inspect", folder["model.safetensors"], "--json");

        Assert.Equal((0, "", 0), (answer.Status, answer.Error, inspected.Status));
        var json = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(
            ("model", 0f, 1f),
            (
                json.GetProperty("format").GetString(),
                json.GetProperty("mean")[0].GetSingle(),
                json.GetProperty("deviation")[0].GetSingle()
            )
        );
        Assert.Equal(
            ["0", "1", "2", "3"],
            JsonDocument
                .Parse(inspected.Output)
                .RootElement.GetProperty("classNames")
                .EnumerateArray()
                .Select(c => c.GetString())
        );
    }

    [Fact]
    public void Auxiliary_heads_are_left_out_with_a_note()
    {
        using var scope = NewDisposeScope();
        Change("aux.safetensors", t => (t["aux1.fc2.bias"], t["aux2.conv.bn.weight"]) = (zeros(4), zeros(3)));

        var answer = Invocation.Of([
            "import",
            folder["aux.safetensors"],
            .. Fitting,
            "--out",
            folder["model.safetensors"],
        ]);

        Assert.Equal(0, answer.Status);
        Assert.Equal(
            $"note: {folder["aux.safetensors"]}: 2 tensors of auxiliary heads (aux1., aux2.) were left out; "
                + "only training uses them.\n",
            answer.Error
        );
        using var model = Model.Load(folder["model.safetensors"]);
        var network = model.Network;
        Assert.DoesNotContain("aux1.fc2.bias", network.State.Keys);
    }

    [Fact]
    public void Wrong_input_is_status_2_and_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        File.WriteAllText(folder["three.txt"], "a\nb\n\nc");
        File.WriteAllText(folder["bad.safetensors"], "no weights");
        File.WriteAllText(folder["mine.safetensors"], "mine");
        Change("less.safetensors", t => t.Remove("conv2_1.weight"));
        Change("other.safetensors", t => t["head.bias"] = zeros(9));
        Change("more.safetensors", t => t["fc.bias"] = zeros(9));
        Change("third.safetensors", t => t["aux3.bias"] = zeros(9));
        Change("headless.safetensors", t => t.Remove("head.weight"));
        var files = Directory.GetFiles(folder.Path);
        string[] ends = ["--out", folder["model.safetensors"]];
        string[] rest = [.. Fitting, .. ends];

        Wrong("error: FILE: is missing;");
        Wrong("error: --out: is missing;", [weights, .. Fitting]);
        Wrong("error: --network: is missing; name the architecture of the weights: vgg-small,", [weights, .. ends]);
        Wrong(
            "error: network 'vgg-smal': not known, did you mean 'vgg-small'?",
            [weights, "--network", "vgg-smal", .. ends]
        );
        Wrong(
            "error: --channels 2: images have 1 channel (grey) or 3 (RGB).",
            [weights, "--network", "vgg-small", "--channels", "2", .. ends]
        );
        Wrong("error: --stem huge: not known; give auto, small, large.", [weights, .. rest, "--stem", "huge"]);
        Wrong(
            "error: --mean 0.4,x: give numbers from 0 to 1 with commas between",
            [weights, .. rest, "--mean", "0.4,x"]
        );
        Wrong("error: --std 0: give numbers from", [weights, .. rest, "--std", "0"]);
        Wrong("error: --mean: has 3 numbers, and images 1 channel;", [weights, .. rest, "--mean", "0.4,0.4,0.4"]);
        Wrong(
            $"error: {folder["model.bin"]}: the name of a model file ends in .safetensors;",
            [weights, .. Fitting, "--out", folder["model.bin"]]
        );
        Wrong(
            $"error: {folder["mine.safetensors"]}: is there already;",
            [weights, .. Fitting, "--out", folder["mine.safetensors"]]
        );
        Wrong(
            $"error: {folder["gone.txt"]}: there is no such file; --class-names takes",
            [weights, .. rest, "--class-names", folder["gone.txt"]]
        );
        Wrong(
            $"error: {folder["three.txt"]}: has 3 names, and the network 4 classes;",
            [weights, .. rest, "--class-names", folder["three.txt"]]
        );
        Wrong($"error: {folder["gone.safetensors"]}: there is no such file.", [folder["gone.safetensors"], .. rest]);
        Wrong(
            $"error: {folder["bad.safetensors"]}: is a text that begins with 'no weights', such as a failed "
                + "download leaves;",
            [folder["bad.safetensors"], .. rest]
        );
        Wrong(
            $"error: {folder["less.safetensors"]}: does not fit vgg-small for 1x12x12 and 4 classes: tensor "
                + "'conv2_1.weight' [6, 3, 3, 3] is missing.",
            [folder["less.safetensors"], .. rest]
        );
        Wrong(
            $"error: {folder["other.safetensors"]}: does not fit vgg-small for 1x12x12 and 4 classes: tensor "
                + "'head.bias' is [9] and should be [4].",
            [folder["other.safetensors"], .. rest]
        );
        Wrong(
            $"error: {folder["more.safetensors"]}: does not fit vgg-small for 1x12x12 and 4 classes: tensor "
                + "'fc.bias' [9] is not known.",
            [folder["more.safetensors"], .. rest]
        );
        Wrong(
            $"error: {folder["third.safetensors"]}: does not fit vgg-small for 1x12x12 and 4 classes: tensor "
                + "'aux3.bias' [9] is not known.",
            [folder["third.safetensors"], .. rest]
        );
        Wrong(
            $"error: {folder["headless.safetensors"]}: there is no tensor 'head.weight', of which",
            [folder["headless.safetensors"], .. rest]
        );
        Wrong(
            $"error: {weights}: does not fit vgg-small for 1x12x12 and 5 classes: tensor 'head.weight' is [4, "
                + "13] and should be [5, 13]; ",
            [weights, .. rest, "--classes", "5"]
        );
        Assert.Equal(files.Order(), Directory.GetFiles(folder.Path).Order());
    }

    private static void Wrong(string line, params string[] arguments)
    {
        var answer = Invocation.Of(["import", .. arguments]);
        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(line, Assert.Single(answer.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private void Change(string name, Action<Dictionary<string, Tensor>> change)
    {
        using var content = SafeTensors.Read(weights);
        var tensors = new Dictionary<string, Tensor>(content.Tensors);
        change(tensors);
        AtomicFile.Write(folder[name], stream => SafeTensors.Write(stream, tensors, new Dictionary<string, string>()));
    }

    private static float[] Logits(Accrete.Inference.Model model)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        model.Network.IsTraining = false;
        return model
            .Network.Forward(RandomNetworks.Images(model.Network.Blueprint, 3, 1, ScalarType.Float32))
            .data<float>()
            .ToArray();
    }
}
