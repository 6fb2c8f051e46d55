using System.CommandLine;
using System.Globalization;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using TorchSharp;

namespace Accrete.Cli.Options;

/// <summary>
/// The options from which a plan is made. A named option wins over <c>--set</c>, and <c>--set</c> over the recipe.
/// </summary>
internal sealed class PlanOptions
{
    /// <summary>What <c>--skip-bad</c> does, for all commands that have it.</summary>
    public const string SkipBadText = "Continue without images that cannot be read, and count and name them.";

    private readonly Option<string?> recipe = new("--recipe")
    {
        Description =
            $"The settings of the training: a recipe that comes with Accrete ({string.Join(", ", Recipe.Names)}), a "
            + "TOML file, or the plan.json of a run. [default: the recipe with the name of the data set, or "
            + $"{Recipe.DefaultName}]",
        HelpName = "NAME|FILE",
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "The images: a data set known by name, or a folder with a folder of images for each class.",
        HelpName = "NAME|DIR",
    };

    private readonly Option<string?> network = new("--network")
    {
        Description =
            $"The network: a built-in architecture ({string.Join(", ", Architectures.Names)}), or a JSON file that "
            + "describes one of your own (a blueprint).",
        HelpName = "NAME|FILE",
    };

    private readonly Option<string[]> settings = new("--set")
    {
        Description =
            $"Set one key of the recipe, such as stages.2.epochs=10. '{CommandHint.Of("plan", "--keys")}' lists the "
            + "keys.",
        HelpName = "KEY=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> budget = new("--budget")
    {
        Description =
            "What the run may spend: time (10min), multiply-accumulates (2e15macs) or energy (50kJ). The epochs of all "
            + "stages are scaled to fit.",
        HelpName = "AMOUNT",
    };

    private readonly DataRootOption dataRoot = new();
    private readonly FactorOption holdout = new(
        "--holdout",
        "The share of each class that is held out for testing, where a folder has no test images of its own.",
        0.001,
        0.9
    );
    private readonly Option<bool> skipBad = new("--skip-bad") { Description = SkipBadText };
    private readonly WholeNumberOption seed = new("--seed", "The seed of all random choices.", 0, int.MaxValue);
    private readonly PrecisionOption precision = new();
    private readonly LibTorchOption libtorch = new();
    private readonly ThreadsOption threads = new();
    private readonly DeviceOption device = new();
    private readonly CostOptions costs = new();

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (
            var option in new Option[]
            {
                recipe,
                data,
                dataRoot,
                network,
                holdout,
                skipBad,
                budget,
                settings,
                seed,
                precision,
                threads,
                device,
                libtorch,
            }
        )
        {
            command.Options.Add(option);
        }

        costs.AddTo(command);
    }

    /// <inheritdoc cref="CostOptions.Limits"/>
    public CostLimits Limits(ParseResult parsed) => costs.Limits(parsed);

    /// <summary>The plan, with nothing left to the machine.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if the recipe cannot be read, a key is unknown, or a value is out of its limits.
    /// </exception>
    public Plan Read(ParseResult parsed)
    {
        var plan = Recipe.Read(
            parsed.GetValue(recipe) ?? DefaultRecipe(parsed),
            [.. parsed.GetValue(settings) ?? [], .. Named(parsed), .. Network(parsed)]
        );
        // The environment's folder is only for a plan that names none.
        plan = plan.Data.Root is null ? plan with { Data = plan.Data with { Root = parsed.GetValue(dataRoot) } } : plan;
        return plan.Resolve();
    }

    /// <summary>Whether any option was given that decides a plan, other than where its images are.</summary>
    public bool AreGiven(ParseResult parsed) =>
        new Option[] { recipe, network, holdout, skipBad, budget, settings, seed, precision, threads, device }.Any(o =>
            Given(parsed, o)
        );

    /// <summary>
    /// A stored plan whose data sets may have moved since: <c>--data</c> or <c>--data-root</c> says where they are now.
    /// </summary>
    public Plan Relocate(ParseResult parsed, Plan plan)
    {
        var place = plan.Data with
        {
            Set = parsed.GetValue(data) ?? plan.Data.Set,
            Root = Given(parsed, dataRoot) ? parsed.GetValue(dataRoot) : plan.Data.Root,
        };
        return place == plan.Data ? plan : (plan with { Data = place }).Resolve();
    }

    /// <summary>Loads libtorch as asked, for a plan that is only looked at.</summary>
    /// <inheritdoc cref="Engine.Start"/>
    public void Load(ParseResult parsed) => Engine.Start(parsed.GetValue(libtorch), threads: null, "cpu");

    /// <summary>Loads libtorch as asked and gives the plan's device, with the plan's threads.</summary>
    /// <inheritdoc cref="Engine.Start"/>
    public torch.Device Start(ParseResult parsed, Plan plan) =>
        Engine.Start(parsed.GetValue(libtorch), plan.Threads, plan.Device);

    private IEnumerable<string> Named(ParseResult parsed)
    {
        (Option Option, string Key, object? Value)[] named =
        [
            (data, "data.set", Quoted(parsed.GetValue(data))),
            (dataRoot, "data.root", Quoted(parsed.GetValue(dataRoot))),
            (holdout, "data.holdout", parsed.GetValue(holdout)),
            (skipBad, "data.skipBad", parsed.GetValue(skipBad) ? "true" : "false"),
            (budget, "budget", Quoted(parsed.GetValue(budget))),
            (seed, "seed", parsed.GetValue(seed)),
            (precision, "precision", parsed.GetValue(precision)),
            (threads, "threads", parsed.GetValue(threads)),
            (device, "device", parsed.GetValue(device)),
        ];
        return named
            .Where(n => Given(parsed, n.Option))
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Key}={n.Value}"));
    }

    private string DefaultRecipe(ParseResult parsed) =>
        parsed.GetValue(network) is { } own && !Architectures.Names.Contains(own)
            ? Recipe.OwnNetworkName
            : Recipe.For(parsed.GetValue(data));

    // A known network takes back the blueprint of a recipe.
    private string[] Network(ParseResult parsed) =>
        parsed.GetValue(network) switch
        {
            null => [],
            var name when Architectures.Names.Contains(name) =>
            [
                $"network.name={Quoted(name)}",
                "network.blueprint=\"\"",
            ],
            var file when File.Exists(file) => [$"network.blueprint={Quoted(Path.GetFullPath(file))}"],
            var none => throw new InvalidInputException(
                $"--network {none}: neither a file nor a known "
                    + $"network{NearestName.Hint(none, Architectures.Names)}; there are "
                    + $"{string.Join(", ", Architectures.Names)}."
            ),
        };

    private static bool Given(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    // A folder called 2024 is a text and no number.
    private static string Quoted(string? text) =>
        $"\"{text?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
