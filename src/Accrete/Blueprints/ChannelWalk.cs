namespace Accrete.Blueprints;

/// <summary>
/// Walks along a channel axis while its runs are divided and united: what comes next is always whole.
/// </summary>
internal sealed class ChannelWalk(ChannelAxis axis)
{
    // The parts of a divided run that are still to come.
    private readonly Stack<ChannelRun> parts = new();
    private int at;

    /// <summary>The next run, neither divided nor united with an earlier one, and its block; null at the end.</summary>
    public (ChannelRun Run, int Block)? Next
    {
        get
        {
            if (parts.Count == 0)
            {
                if (at == axis.Runs.Count)
                {
                    return null;
                }

                parts.Push(axis.Runs[at].Run);
            }

            var run = parts.Pop().Root;
            while (run.Parts is var (first, second))
            {
                parts.Push(second);
                run = first.Root;
            }

            parts.Push(run);
            return (run, axis.Runs[at].Block);
        }
    }

    /// <summary>Goes on behind the next run.</summary>
    public void Pass()
    {
        parts.Pop();
        at += parts.Count == 0 ? 1 : 0;
    }
}
