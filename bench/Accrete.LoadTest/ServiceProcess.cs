using System.Diagnostics;
using System.Globalization;

namespace Accrete.LoadTest;

/// <summary>The built samples/Service as a process, on an address of this machine that no other has.</summary>
internal sealed class ServiceProcess : IDisposable
{
    /// <summary>The largest body that it takes.</summary>
    public const int MaxImageBytes = 1_000_000;

    private const string Listening = "Now listening on: ";

    private readonly Process process;

    private ServiceProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>What it holds in memory, in megabytes.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="AccreteException">It ends instead.</exception>
    /// <param name="model">The model file or run that it serves.</param>
    /// <param name="mutual">Whether it asks all networks of the run.</param>
    /// <param name="settings">More settings, as on its command line.</param>
    public static ServiceProcess Start(string model, bool mutual, params string[] settings)
    {
        var program = Program();
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program), // its settings lie there
        };
        string[] words =
        [
            program,
            "--urls",
            "http://127.0.0.1:0",
            "--Model:Path",
            Path.GetFullPath(model),
            "--Model:MutualInference",
            mutual.ToString(CultureInfo.InvariantCulture),
            "--Model:MaxImageBytes",
            MaxImageBytes.ToString(CultureInfo.InvariantCulture),
            .. settings,
        ];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        var said = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            said.Add(line);
            if (line.Split(Listening) is [_, var address])
            {
                // Nobody reads on; a full pipe would stop the service.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServiceProcess(process, new Uri(address));
            }
        }

        process.Dispose();
        throw new AccreteException($"the service did not start: {string.Join(' ', said)}");
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    // Beside this program's own output, in the same configuration.
    private static string Program()
    {
        var configuration = Path.GetFileName(
            Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))
        );
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(
                folder.FullName,
                "samples",
                "Service",
                "bin",
                configuration!,
                "net10.0",
                "Service.dll"
            );
            if (File.Exists(program))
            {
                return program;
            }
        }

        throw new AccreteException($"{AppContext.BaseDirectory}: samples/Service is not built; build the solution.");
    }
}
