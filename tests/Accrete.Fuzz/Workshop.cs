using Accrete.Blueprints;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Pruning;
using Accrete.Tests.Cumulative;
using Accrete.Tests.Datasets;

namespace Accrete.Fuzz;

/// <summary>What targets share: a place in memory for files, and a small run that is made once.</summary>
internal static class Workshop
{
    // The parent made it for this process, and removes it.
    private static readonly string Place = Environment.GetCommandLineArgs()[^1];
    private static readonly Lazy<string> Run = new(() => MakeRun("whole", TinyRuns.Plan()));
    private static readonly Lazy<string> Pruned = new(() => MakeRun("pruned", TinyRuns.Pruned(CriterionKind.L1)));

    /// <summary>The folder of a finished run of three stages, which nobody changes.</summary>
    public static string RunFolder => Run.Value;

    /// <summary>Another one, whose networks are pruned.</summary>
    public static string PrunedRunFolder => Pruned.Value;

    /// <summary>The images of both.</summary>
    public static Dataset Images { get; } = TinyRuns.Data();

    /// <summary>Images as large as those that come with Accrete, for plans that are not tried.</summary>
    public static Dataset LargerImages { get; } =
        new(
            "noise",
            ["a", "b", "c"],
            Made.Set(300, new ImageShape(3, 64, 64), 3),
            Made.Set(30, new ImageShape(3, 64, 64), 3),
            "20153"
        );

    /// <summary>Puts an input into a file.</summary>
    public static string Written(string name, byte[] input)
    {
        var file = Path.Combine(Place, name);
        File.WriteAllBytes(file, input);
        return file;
    }

    /// <summary>An empty folder; what was in it before is gone.</summary>
    public static string Empty(string name)
    {
        var folder = Path.Combine(Place, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return folder;
    }

    private static string MakeRun(string name, Plan plan)
    {
        var folder = Path.Combine(Empty(name), "run");
        TinyRuns.Run(folder, plan, Images);
        return folder;
    }
}
