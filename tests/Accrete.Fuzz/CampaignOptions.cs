using System.Globalization;

namespace Accrete.Fuzz;

/// <summary>What a campaign is asked for.</summary>
internal sealed record CampaignOptions
{
    public long Mutations { get; private init; } = 20_000;

    public int Seed { get; private init; } = 1;

    public int Processes { get; private init; } = Math.Clamp(Environment.ProcessorCount, 1, 2);

    /// <summary>The formats to try; all when empty.</summary>
    public IReadOnlyList<string> Formats { get; private init; } = [];

    /// <summary>Where inputs that are found are kept.</summary>
    public string Found { get; private init; } = "artifacts/fuzz";

    /// <summary>The log; none when empty.</summary>
    public string Log { get; private init; } = "";

    /// <summary>An input to try alone, of the one format that is named.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>Null where the arguments are not understood.</summary>
    public static CampaignOptions? Parse(string[] arguments)
    {
        var options = new CampaignOptions();
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair is not [var name, var value])
            {
                return null;
            }

            CampaignOptions? changed = name switch
            {
                "--mutations"
                    when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) =>
                    options with
                    {
                        Mutations = count,
                    },
                "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) =>
                    options with
                    {
                        Seed = seed,
                    },
                "--processes"
                    when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                        && count > 0 => options with
                {
                    Processes = count,
                },
                "--formats" => options with { Formats = value.Split(',') },
                "--found" => options with { Found = value },
                "--log" => options with { Log = value },
                "--files" => options with { Files = value.Split(','), Mutations = 0 },
                _ => null,
            };
            if (changed is null || changed.Formats.Any(f => AllTargets.Names.All(n => n != f)))
            {
                return null;
            }

            options = changed;
        }

        return options;
    }

    public static int Explain()
    {
        Console.Error.WriteLine(
            $"""
            Accrete.Fuzz [--mutations N] [--seed N] [--formats A,B] [--processes N] [--found DIR] [--log FILE.json]
                [--files FILE,FILE]
            Formats: {string.Join(", ", AllTargets.Names)}
            """
        );
        return 2;
    }
}
