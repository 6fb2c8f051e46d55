using System.Runtime.InteropServices;
using Accrete.Cli.Terminal;
using Accrete.Files;
using Accrete.Machine;

namespace Accrete.Cli;

/// <summary>
/// Ends the tool when it is asked to: SIGINT (Ctrl-C), SIGTERM, SIGHUP. The first asks the work to stop at a safe
/// place; work that has not come to one after two seconds, in a native call for example, is left where it is, or after
/// up to thirty while a file is being written. The second signal ends the tool at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\u001b[?25h";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.8);
    private static readonly TimeSpan PatienceWithWrites = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeToSay = TimeSpan.FromSeconds(0.15);

    private readonly Action<int> end;
    private readonly Func<Stream> error;
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations = [];
    private int status = ExitStatus.Stopped;
    private int said;

    /// <summary>Listens to the signals of this process.</summary>
    public Interruption()
        : this(new ProcessEnd().Now, Console.OpenStandardError) =>
        registrations = [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s =>
                PosixSignalRegistration.Create(s, Stop)
            ),
        ];

    /// <summary>Hears of signals only through <see cref="Stop"/>.</summary>
    /// <param name="end">Ends the process with a status.</param>
    /// <param name="error">Opens what the notice is written to.</param>
    internal Interruption(Action<int> end, Func<Stream> error) => (this.end, this.error) = (end, error);

    /// <summary>Asks the work to stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What is said then.</summary>
    public StopNotice Notice { get; } = new();

    /// <summary>The status of the process: that of the signal when the work was stopped by it.</summary>
    /// <param name="worked">What the work came to.</param>
    public int StatusOf(int worked)
    {
        // From here on it ends by itself.
        Interlocked.Exchange(ref said, 1);
        return status = worked == ExitStatus.Stopped ? status : worked;
    }

    // The source is not disposed: a signal may come at any time.
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }
    }

    /// <summary>A signal has come.</summary>
    internal void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (source.IsCancellationRequested)
        {
            End();
            return;
        }

        status = ExitStatus.OfSignal(signal.Signal);
        new Thread(EndWhenPatienceEnds) { IsBackground = true }.Start();
        // Whoever waits for it goes on in this call, which must not hold up the one above.
        source.Cancel();
    }

    private void EndWhenPatienceEnds()
    {
        Thread.Sleep(Patience);
        for (var waited = Patience; OngoingWrites.Any && waited < PatienceWithWrites; waited += TimeToSay)
        {
            Thread.Sleep(TimeToSay);
        }

        End();
    }

    // What is said must not wait either: for a disk, or for a reader of the output that is slow itself.
    private void End()
    {
        var saying = new Thread(Say) { IsBackground = true };
        saying.Start();
        saying.Join(TimeToSay);
        end(status);
    }

    private void Say()
    {
        if (Interlocked.Exchange(ref said, 1) != 0)
        {
            return;
        }

        // Not through Console.Error, whose lock the stopped work may hold.
        using var writer = new StreamWriter(error());
        writer.WriteLine($"{(Console.IsErrorRedirected ? "" : ShowCursor + Environment.NewLine)}{Notice.Line}");
    }
}
