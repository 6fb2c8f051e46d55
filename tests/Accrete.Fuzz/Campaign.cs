using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Accrete.Fuzz;

/// <summary>
/// Shares the inputs of all formats out to child processes, keeps what is found, and says what came of it.
/// </summary>
internal sealed class Campaign(CampaignOptions options)
{
    // Small enough that formats take turns and both processes end together.
    private const long Piece = 500;

    private readonly ConcurrentDictionary<string, Tally> tallies = new();
    private readonly FoundInputs found = new(options.Found);

    /// <summary>Runs it; the status is 0 only when nothing was found.</summary>
    public int Run()
    {
        var (begun, clock) = (DateTime.UtcNow, Stopwatch.StartNew());
        var work = new ConcurrentQueue<Work>(Shared());
        Task.WaitAll([.. Enumerable.Range(0, options.Processes).Select(_ => Task.Run(() => Process(work)))]);
        Tally[] all = [.. AllTargets.Names.Where(tallies.ContainsKey).Select(n => tallies[n])];
        var report = new Report(
            begun,
            clock.Elapsed.TotalSeconds,
            options.Seed,
            all.Sum(t => t.Inputs),
            $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}",
            all
        );
        if (options.Log.Length > 0)
        {
            File.WriteAllText(options.Log, JsonSerializer.Serialize(report, FuzzJson.Default.Report));
        }

        CampaignTable.Print(report, found);
        return all.Any(t => t.Problems.Count > 0) || all.Length == 0 ? 1 : 0;
    }

    private IEnumerable<Work> Shared()
    {
        Target[] chosen =
        [
            .. AllTargets.Make().Where(t => options.Formats.Count == 0 || options.Formats.Contains(t.Name)),
        ];
        foreach (var target in chosen)
        {
            string[] kept = options.Files.Count > 0 ? [.. options.Files] : KeptInputs.Of(target.Name);
            if (kept.Length > 0)
            {
                yield return new Work(target.Name, options.Seed, 0, 0, kept);
            }
        }

        var shares = chosen.Sum(t => t.Share);
        foreach (var target in chosen)
        {
            var count = (long)Math.Ceiling(options.Mutations * target.Share / shares);
            for (var from = 0L; from < count; from += Piece)
            {
                yield return new Work(target.Name, options.Seed, from, Math.Min(Piece, count - from), []);
            }
        }
    }

    private void Process(ConcurrentQueue<Work> work)
    {
        ChildProcess? child = null;
        try
        {
            while (work.TryDequeue(out var piece))
            {
                child ??= new ChildProcess();
                var (tally, rest) = child.Try(piece);
                Add(tally);
                if (child.IsDone)
                {
                    child.Dispose();
                    child = null;
                }

                if (rest is not null)
                {
                    work.Enqueue(rest);
                }
            }
        }
        finally
        {
            child?.Dispose();
        }
    }

    private void Add(Tally tally)
    {
        foreach (var problem in tally.Problems)
        {
            found.Keep(problem);
        }

        // Inputs are in files now; the log names the kinds.
        tally = tally with
        {
            Problems = [.. tally.Problems.Select(p => p with { Input = null, Text = p.Text.Split('\n')[0] })],
        };
        tallies.AddOrUpdate(tally.Format, tally, (_, before) => before.And(tally));
    }
}
