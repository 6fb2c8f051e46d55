using System.CommandLine;
using Accrete.Bench.Measurements;
using Accrete.Bench.Reports;
using Accrete.Machine;
using Spectre.Console;
using TorchSharp;

namespace Accrete.Bench;

/// <summary>A command that makes some measurements, prints them and writes them down.</summary>
internal sealed class MeasureCommand : Command
{
    private readonly IReadOnlyList<IMeasurement> measurements;

    private readonly Option<int> threads = Number("--threads", "How many threads compute.", Environment.ProcessorCount);
    private readonly Option<int> rounds = Number(
        "--rounds",
        "Rounds; in each, everything that is compared has one turn.",
        15
    );
    private readonly Option<int> turn = Number("--turn", "Training steps in a turn.", 20);
    private readonly Option<int> steps = Number("--steps", "Training steps of the memory measurement.", 2000);
    private readonly Option<string?> data = new("--data")
    {
        Description =
            "A data set of 32 x 32 RGB images, such as cifar10. [default: random pixels, which cost the same]",
        HelpName = "NAME|DIR",
    };
    private readonly Option<string?> dataRoot = new("--data-root")
    {
        Description = "The folder to look for named data sets in.",
        HelpName = "DIR",
    };
    private readonly Option<string> python = new("--python")
    {
        Description = "The Python that imports the peer's PyTorch.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "/usr/bin/python3",
    };
    private readonly Option<string?> json = new("--json")
    {
        Description = "Also write the figures as JSON.",
        HelpName = "FILE",
    };
    private readonly Option<bool> markdown = new("--markdown") { Description = "Print tables for docs/benchmarks.md." };

    public MeasureCommand(string name, string description, IReadOnlyList<IMeasurement> measurements)
        : base(name, description)
    {
        this.measurements = measurements;
        foreach (var option in new Option[] { threads, rounds, turn, steps, data, dataRoot, python, json, markdown })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LibTorch.Load();
        torch.set_num_threads(parsed.GetValue(threads));
        using var bench = new Workbench
        {
            Threads = parsed.GetValue(threads),
            Rounds = parsed.GetValue(rounds),
            Turn = parsed.GetValue(turn),
            MemorySteps = parsed.GetValue(steps),
            Data = parsed.GetValue(data),
            DataRoot = parsed.GetValue(dataRoot),
            Python = parsed.GetValue(python)!,
        };
        var report = new Report(
            Surroundings.OfThisMachine(bench.Threads),
            [.. measurements.SelectMany(m => Measure(m, bench))]
        );
        if (parsed.GetValue(markdown))
        {
            Console.Out.Write(MarkdownReport.Of(report));
        }
        else
        {
            TableReport.Print(report, AnsiConsole.Console);
        }

        if (parsed.GetValue(json) is { } file)
        {
            JsonReport.Write(report, file);
        }

        return 0;
    }

    private static IReadOnlyList<Section> Measure(IMeasurement measurement, Workbench bench)
    {
        Console.Error.WriteLine($"measuring {measurement.Name} ...");
        return measurement.Measure(bench);
    }

    private static Option<int> Number(string name, string description, int value)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => value,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number < 1)
            {
                result.AddError($"{name} {number}: give a whole number from 1.");
            }
        });
        return option;
    }
}
