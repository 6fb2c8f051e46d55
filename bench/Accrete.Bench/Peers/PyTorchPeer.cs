using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Accrete.Bench.Peers;

/// <summary>
/// A process of <c>peer.py</c>: the same network in PyTorch, which trains when it is told to and waits otherwise.
/// </summary>
internal sealed class PyTorchPeer : IDisposable
{
    private const string Install = "install it with: apt-get install python3-torch libopenblas0-pthread";

    private readonly Process process;
    private readonly PeerGreeting greeting;

    private PyTorchPeer(Process process, PeerGreeting greeting, PeerCase peerCase) =>
        (this.process, this.greeting, Case) = (process, greeting, peerCase);

    /// <summary>What it does and how.</summary>
    public PeerCase Case { get; }

    /// <summary>What reports call it.</summary>
    public string Title => Case.Title;

    /// <summary>PyTorch's version.</summary>
    public string Version => greeting.Version;

    /// <summary>Whether its matrix products are OpenBLAS's.</summary>
    public bool OpenBlas => greeting.OpenBlas;

    /// <summary>The setting that it found fastest and uses.</summary>
    public string Setting => greeting.Setting;

    /// <summary>All settings that it tried.</summary>
    public string Tried =>
        string.Join(
            "; ",
            greeting
                .Speeds.OrderBy(s => s.Value)
                .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:f0}"))
        );

    /// <summary>Starts it and lets it find its fastest setting.</summary>
    /// <param name="python">The Python that imports PyTorch.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="batch">Images in a step.</param>
    /// <param name="peerCase">What it does and how.</param>
    /// <exception cref="AccreteException">There is no PyTorch.</exception>
    public static PyTorchPeer Start(string python, int threads, int batch, PeerCase peerCase)
    {
        var process = Launch(Command(python, threads, batch, peerCase));
        if (
            process.StandardOutput.ReadLine() is not { } line
            || JsonSerializer.Deserialize<PeerGreeting>(line, JsonSerializerOptions.Web) is not { } greeting
        )
        {
            process.Dispose();
            throw new AccreteException($"No PyTorch to compare with: {python} does not run peer.py; {Install}.");
        }

        return new PyTorchPeer(process, greeting, peerCase);
    }

    /// <summary>Trains some steps, and gives the seconds that they took by its own clock.</summary>
    /// <exception cref="AccreteException">It ended.</exception>
    public double Run(int steps)
    {
        process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {steps}"));
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() is { } line
            ? double.Parse(line, CultureInfo.InvariantCulture)
            : throw new AccreteException("The PyTorch peer ended while it was measured.");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static ProcessStartInfo Command(string python, int threads, int batch, PeerCase peerCase)
    {
        var number = threads.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "peer.py"),
            "--threads",
            number,
            "--batch",
            batch.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(
            python,
            [.. arguments, .. peerCase.Pipeline ? ["--pipeline"] : Array.Empty<string>()]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OMP_NUM_THREADS"] = number, ["OPENBLAS_NUM_THREADS"] = number },
        };
        if (peerCase.KeepMemory)
        {
            KeepMemory(start);
        }

        return start;
    }

    private static void KeepMemory(ProcessStartInfo start)
    {
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = (1 << 30).ToString(CultureInfo.InvariantCulture);
    }

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new AccreteException(
                $"No PyTorch to compare with: {start.FileName} does not start ({e.Message}); {Install}.",
                e
            );
        }
    }
}
