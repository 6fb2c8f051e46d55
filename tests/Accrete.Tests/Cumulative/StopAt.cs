using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Growth;

namespace Accrete.Tests.Cumulative;

/// <summary>Asks a run to stop after so many steps, or breaks it there as a crash would.</summary>
internal sealed class StopAt(int steps, bool crash = false) : IRunObserver, IDisposable
{
    private readonly CancellationTokenSource source = new();
    private int seen;

    public CancellationToken Token => source.Token;

    public void Grown(Stage stage, IReadOnlyList<Receipt> receipts) { }

    public void Forecast(Stage stage, Budget spent) { }

    public void Stepped(TrainingProgress progress)
    {
        if (++seen == steps)
        {
            if (crash)
            {
                throw new Crash();
            }

            source.Cancel();
        }
    }

    public void Completed(StageOutcome outcome) { }

    public void Dispose() => source.Dispose();
}
