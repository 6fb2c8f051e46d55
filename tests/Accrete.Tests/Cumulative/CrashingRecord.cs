using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Inference;
using static TorchSharp.torch;

namespace Accrete.Tests.Cumulative;

/// <summary>A record that crashes at one of its writes, just before it or just after it.</summary>
internal sealed class CrashingRecord(IRunRecord inner, int at, bool after) : IRunRecord
{
    private int writes;

    public Checkpoint? Newest(Device device) => inner.Newest(device);

    public void Save(Checkpoint checkpoint) => Write(() => inner.Save(checkpoint));

    public void Mark(LedgerEntry total) => inner.Mark(total);

    public void Log(MetricsLine line) => Write(() => inner.Log(line));

    public void Complete(StageOutcome stage, Model model, RunOutcome soFar) =>
        Write(() => inner.Complete(stage, model, soFar));

    public void Finish(RunOutcome outcome, Model model) => Write(() => inner.Finish(outcome, model));

    private void Write(Action write)
    {
        var now = ++writes == at;
        if (now && !after)
        {
            throw new Crash();
        }

        write();
        if (now)
        {
            throw new Crash();
        }
    }
}
