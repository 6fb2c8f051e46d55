using System.CommandLine;
using Accrete.LoadTest;

var requests = new Option<int>("--requests")
{
    Description = "Requests that are counted.",
    DefaultValueFactory = _ => 20_000,
};
var warmUp = new Option<int>("--warm-up")
{
    Description = "Requests before, until memory has found its size.",
    DefaultValueFactory = _ => 10_000,
};
var concurrency = new Option<int>("--concurrency")
{
    Description = "Requests at the same time.",
    DefaultValueFactory = _ => 8,
};
var run = new Option<string?>("--run") { Description = "A run with a detector, which is asked with mutual inference." };
var command = new RootCommand("Sends images to samples/Service on this machine and checks every answer.")
{
    requests,
    warmUp,
    concurrency,
    run,
};
command.SetAction(
    async (parsed, stop) =>
    {
        var outcome = await LoadTest.RunAsync(
            new LoadPlan(
                parsed.GetValue(requests),
                parsed.GetValue(warmUp),
                parsed.GetValue(concurrency),
                parsed.GetValue(run)
            ),
            Console.WriteLine,
            stop
        );
        Console.WriteLine(outcome);
        return outcome.IsGood ? 0 : 1;
    }
);
return await command.Parse(args).InvokeAsync();
