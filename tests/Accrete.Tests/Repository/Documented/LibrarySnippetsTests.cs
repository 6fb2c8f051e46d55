using System.Numerics.Tensors;
using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Extensions.Hosting;
using Accrete.Inference;
using Accrete.Interchange;
using Accrete.Networks;
using Accrete.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.ML.OnnxRuntime;

namespace Accrete.Tests.Repository.Documented;

/// <summary>The code of docs/, between marks by which its pages are compared with it.</summary>
public sealed class LibrarySnippetsTests(DocumentedPlace place) : IClassFixture<DocumentedPlace>
{
    [Fact]
    public void A_training_of_a_few_lines_gives_an_outcome()
    {
        Assert.NotNull(place);
        Directory.Delete("runs/mine", recursive: true);
        var Recipe = new ShortRecipes();

        // snippet: train
        var plan = Recipe.Read("default", ["seed=7"]);
        using var run = TrainingRun.Begin(plan, "runs/mine");
        RunOutcome outcome = run.Train();
        // end

        Assert.Equal(3, outcome.Stages.Count);
    }

    [Fact]
    public void A_model_predicts()
    {
        // snippet: predict
        using var model = Model.Load("runs/mine");
        using var predictor = new Predictor(model, new PredictorOptions { Top = 3 });
        Prediction prediction = predictor.Predict("picture.png");
        Console.WriteLine($"{prediction.Top[0].Class} {prediction.Top[0].Confidence:P1}");
        // end

        Assert.Equal(3, prediction.Top.Count);
    }

    [Fact]
    public void A_network_is_built_and_written()
    {
        // snippet: own-network
        var b = new BlueprintBuilder("tiny-resnet", new ImageShape(1, 28, 28));
        var x = b.Relu(b.BatchNorm(b.Convolution(Blueprint.Image, 32)));
        var y = b.BatchNorm(b.Convolution(x, 32));
        b.Linear(b.GlobalAveragePooling(b.Relu(b.Add([x, y]))), 10);
        File.WriteAllText("mine.json", BlueprintJson.Write(b.Build()));
        // end

        Assert.Equal(9, BlueprintJson.ReadFile("mine.json").Layers.Count);
    }

    [Fact]
    public void An_export_answers_in_ONNX_Runtime()
    {
        var blueprint = Architectures.Build("vgg-small", new ImageShape(3, 32, 32), 4, 0.1);
        using var made = new Model(
            new Network(blueprint, new Seed(3)),
            ["ant", "bee", "cat", "dog"],
            new Preprocessing(blueprint.Input, [0.5f, 0.5f, 0.5f], [0.2f, 0.2f, 0.2f])
        );
        OnnxFile.Write("pixels.onnx", made, new OnnxOptions(NormalisationInside: true));
        var pixels = new byte[3 * 32 * 32];

        // snippet: onnx-runtime
        using var session = new InferenceSession("pixels.onnx");
        var classes = JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["accrete.classes"])!;
        using var image = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, 32, 32]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["image"], [image], ["logits"]);
        var logits = results[0].GetTensorDataAsSpan<float>();
        Console.WriteLine(classes[logits.IndexOf(TensorPrimitives.Max(logits))]);
        // end

        Assert.Equal(classes.Length, logits.Length);
    }

    [Fact]
    public async Task A_host_serves_a_model()
    {
        var builder = Host.CreateApplicationBuilder();

        // snippet: host
        builder.Services.AddAccreteModel(options => options.Path = "runs/mine");
        builder.Services.AddHealthChecks().AddAccreteModel();
        // end

        var cancellationToken = TestContext.Current.CancellationToken;
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var model = host.Services.GetRequiredService<IAccreteModel>();
        using var body = File.OpenRead("picture.png");
        var request = new { Body = body };

        // snippet: serve
        Prediction prediction = await model.PredictAsync(request.Body, cancellationToken);
        // end

        Assert.Contains(prediction.Top[0].Class, model.Classes);
        await host.StopAsync(cancellationToken);
    }

    // The page trains for a minute: here the same call takes a tiny network and few images.
    private sealed class ShortRecipes
    {
        private readonly string[] shorter =
        [
            .. DocumentedCommands
                .Trials["accrete train"]
                .More.Where(m => m.StartsWith("--set=", StringComparison.Ordinal))
                .Select(m => m["--set=".Length..]),
        ];

        public Plan Read(string name, string[] settings) => Recipe.Read(name, [.. settings, .. shorter]);
    }
}
