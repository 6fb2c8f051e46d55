using System.CommandLine;
using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Files;
using Accrete.Inference;
using Accrete.Storage;

namespace Accrete.Cli.Commands;

/// <summary>
/// Finds what a target stands for: a built-in network, a model, a run, a stage, a blueprint or a recipe.
/// </summary>
internal sealed class InspectTarget
{
    private const int Classes = 10;
    private const int Size = 32;
    private const int Channels = 3;

    private readonly WholeNumberOption classes = new(
        "--classes",
        $"The number of classes of a built-in architecture. [default: {Classes}]",
        1,
        1_000_000
    );
    private readonly WholeNumberOption size = new(
        "--size",
        $"The height and width of its images, in pixels. [default: {Size}]",
        1,
        4096
    );
    private readonly WholeNumberOption channels = new(
        "--channels",
        $"The number of channels of its images: 1 for grayscale, 3 for color. [default: {Channels}]",
        1,
        4096
    );
    private readonly FactorOption width = new(
        "--width",
        "A factor on the widths of all its layers. [default: 1]",
        0.001,
        100
    );
    private readonly FactorOption depth = new(
        "--depth",
        "A factor on the number of layers in each of its blocks. [default: 1]",
        0.001,
        100
    );
    private readonly DataRootOption dataRoot = new();
    private readonly LibTorchOption libtorch = new();
    private readonly ThreadsOption threads = new();
    private readonly CostOptions costs = new();

    private readonly Argument<string> target = new("TARGET")
    {
        Description =
            "A built-in architecture, a model file, the folder of a run or a stage, a blueprint (.json), or a recipe, "
            + "of which the last stage is shown.",
    };

    /// <summary>Declares the argument and the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(target);
        foreach (var option in new Option[] { classes, size, channels, width, depth, dataRoot, libtorch, threads })
        {
            command.Options.Add(option);
        }

        costs.AddTo(command);
    }

    /// <summary>Makes libtorch ready to compute.</summary>
    /// <inheritdoc cref="Engine.Start"/>
    public void Start(ParseResult parsed) => Engine.Start(parsed.GetValue(libtorch), parsed.GetValue(threads), "cpu");

    /// <summary>Passes a network that can be run within what it may cost.</summary>
    public void CheckCosts(ParseResult parsed, Blueprint blueprint) =>
        costs.Limits(parsed).Check(blueprint, parsed.GetValue(target)!);

    /// <summary>Looks the target up.</summary>
    /// <exception cref="InvalidInputException">Throws if it is none of these, or damaged, or an option does not fit
    /// it.</exception>
    public Inspected Find(ParseResult parsed, Screen screen, CancellationToken stop)
    {
        var name = parsed.GetValue(target)!;
        if (Architectures.Names.Contains(name))
        {
            return new Inspected(BuiltIn(name, parsed));
        }

        if (
            new Option[] { classes, size, channels, width, depth }.FirstOrDefault(o =>
                parsed.GetResult(o) is { Implicit: false }
            ) is
            { } idle
        )
        {
            throw new InvalidInputException(
                Path.Exists(name) || Recipe.Names.Contains(name)
                    ? $"{idle.Name}: fits a built-in network only, and {name} has its own; leave it out."
                    : Unknown(name)
            );
        }

        if (ModelPath.Find(name) is { } file)
        {
            return OfModel(file, parsed);
        }

        if (!IsText(name) && ForeignFile.Of(name) is { } foreign)
        {
            throw new InvalidInputException($"{name}: {foreign}.");
        }

        return BlueprintAt(name)
            ?? OfRecipe(name, parsed, screen, stop)
            ?? throw new InvalidInputException(Unknown(name));
    }

    private Blueprint BuiltIn(string name, ParseResult parsed)
    {
        var side = parsed.GetValue(size) ?? Size;
        return Architectures
            .Find(name)
            .Build(
                new ImageShape(parsed.GetValue(channels) ?? Channels, side, side),
                parsed.GetValue(classes) ?? Classes,
                parsed.GetValue(width) ?? 1,
                parsed.GetValue(depth) ?? 1
            );
    }

    private Inspected OfModel(string file, ParseResult parsed)
    {
        Start(parsed);
        using var model = Model.Load(file, limits: costs.Limits(parsed));
        return new Inspected(model.Network.Blueprint, model.Classes, model.Preprocessing);
    }

    private static Inspected? BlueprintAt(string path)
    {
        var file = Directory.Exists(path) ? RunFolder.FileIn(path, "blueprint.json") : path;
        return File.Exists(file) && file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !IsPlan(file)
            ? new Inspected(BlueprintJson.ReadFile(file))
            : null;
    }

    private Inspected? OfRecipe(string name, ParseResult parsed, Screen screen, CancellationToken stop)
    {
        if (!Recipe.Names.Contains(name) && !File.Exists(name))
        {
            return null;
        }

        Start(parsed);
        var plan = Recipe.Read(name);
        plan = (plan with { Data = plan.Data with { Root = plan.Data.Root ?? parsed.GetValue(dataRoot) } }).Resolve();
        using var dataset = PlanData.Open(plan, screen, stop);
        return new Inspected(Schedule.Of(plan, dataset).Stages[^1].Blueprint, dataset.Classes);
    }

    // A blueprint or a recipe.
    private static bool IsText(string name) =>
        name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".toml", StringComparison.OrdinalIgnoreCase);

    // Both are JSON; only a plan has stages. What cannot be parsed is left to the reader of blueprints, which says why.
    private static bool IsPlan(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(
                GivenFile.ReadText(file, BlueprintJson.LargestFile, "a blueprint or a plan")
            );
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("stages", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Unknown(string name)
    {
        if (Path.Exists(name))
        {
            return $"{name}: a folder without a run, a model or a blueprint; name one that has one of these.";
        }

        // What has a folder or an ending was meant as a path.
        if (Path.GetFileName(name) != name || Path.HasExtension(name))
        {
            return $"{name}: there is no such file or folder; check the path.";
        }

        var hint = NearestName.Hint(name, [.. Architectures.Names, .. Recipe.Names]);
        return $"{name}: no network, recipe, file or folder of that name{(hint.Length > 0 ? hint : ".")} Networks: "
            + $"{string.Join(", ", Architectures.Names)}; recipes: {string.Join(", ", Recipe.Names)}.";
    }
}
