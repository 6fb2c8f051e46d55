using Accrete.Machine;
using SharpFuzz;

namespace Accrete.Fuzz;

/// <summary>
/// Inputs that AFL makes, led by which code they reach: SharpFuzz tells it. An alternative to the mutations of this
/// program; see <c>afl.sh</c>.
/// </summary>
internal static class Guided
{
    /// <summary>Writes the whole inputs of a format into a folder, to begin with.</summary>
    public static int WriteSeeds(string format, string folder)
    {
        Begin();
        Directory.CreateDirectory(folder);
        foreach (var (seed, number) in AllTargets.Find(format).Seeds.Select((s, i) => (s, i)))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{number}.bin"), seed);
        }

        return 0;
    }

    /// <summary>Tries what AFL gives; what is not declared ends the process, which is what AFL looks for.</summary>
    public static int Run(string format)
    {
        Target? target = null;
        Fuzzer.OutOfProcess.Run(stream =>
        {
            // Instrumented code runs only from here on.
            target ??= Begun(format);
            using var input = new MemoryStream();
            stream.CopyTo(input);
            try
            {
                target.Run(input.ToArray(), CancellationToken.None);
            }
            catch (AccreteException) { }
        });
        return 0;
    }

    private static Target Begun(string format)
    {
        Begin();
        return AllTargets.Find(format);
    }

    private static void Begin()
    {
        LibTorch.Load();
        TorchSharp.torch.set_num_threads(1);
    }
}
