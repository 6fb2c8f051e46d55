using System.CommandLine;
using Accrete;
using Accrete.Bench;
using Accrete.Bench.Measurements;

IMeasurement[] measurements =
[
    // Memory first: what other measurements leave resident would hide growth.
    new MemoryMeasurement(),
    new ThroughputMeasurement(),
    new PipelineMeasurement(),
    new ArithmeticMeasurement(),
    new GrowthMeasurement(),
    new PruningMeasurement(),
    new AttackMeasurement(),
    new CorruptionMeasurement(),
];

var root = new RootCommand(
    "Measures Accrete: everything that is compared runs in turns, in one run, and its ratio is printed."
)
{
    new MeasureCommand("all", "All measurements, one after another.", measurements),
};
foreach (var measurement in measurements)
{
    root.Subcommands.Add(new MeasureCommand(measurement.Name, measurement.Description, [measurement]));
}

try
{
    return await root.Parse(args.Length == 0 ? ["--help"] : args)
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (AccreteException e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return e is InvalidInputException ? 2 : 1;
}
