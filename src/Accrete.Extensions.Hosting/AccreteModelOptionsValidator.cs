using Microsoft.Extensions.Options;

namespace Accrete.Extensions.Hosting;

/// <summary>Says of each option that cannot be what it must be.</summary>
internal sealed class AccreteModelOptionsValidator : IValidateOptions<AccreteModelOptions>
{
    private const int MostThreads = 1024;
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MostInterval = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, AccreteModelOptions options)
    {
        var model = string.IsNullOrEmpty(name) ? "AccreteModelOptions" : $"AccreteModelOptions '{name}'";
        string[] problems = [.. Problems(options).Select(p => $"{model}: {p}")];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(AccreteModelOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            yield return "Path is empty; name a model file or the folder of a run.";
        }
        else if (options.MutualInference && File.Exists(options.Path))
        {
            yield return $"MutualInference asks all networks of a run, but Path is the file {options.Path}; name the "
                + "folder of the run.";
        }

        if (!ModelDevice.IsName(options.Device))
        {
            yield return $"Device is '{options.Device}', but must be cpu, cuda or cuda:N.";
        }

        foreach (
            var (key, value, most) in new[]
            {
                (nameof(options.Concurrency), options.Concurrency, MostThreads),
                (nameof(options.Threads), options.Threads, MostThreads),
                (nameof(options.Top), options.Top, int.MaxValue),
                (nameof(options.MaxImageBytes), options.MaxImageBytes, Array.MaxLength),
            }
        )
        {
            if (value < 1 || value > most)
            {
                yield return $"{key} is {value}, but must be 1 to {most}.";
            }
        }

        if (options.ReloadInterval < LeastInterval || options.ReloadInterval > MostInterval)
        {
            yield return $"ReloadInterval is {options.ReloadInterval}, but must be {LeastInterval} to {MostInterval}.";
        }
    }
}
