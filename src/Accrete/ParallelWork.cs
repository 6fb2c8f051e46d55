using System.Runtime.ExceptionServices;

namespace Accrete;

/// <summary>Runs independent pieces of work on all cores; the first failure comes out as it was thrown.</summary>
internal static class ParallelWork
{
    public static void For(int count, Action<int> body, CancellationToken cancel)
    {
        try
        {
            Parallel.For(
                0,
                count,
                new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount },
                body
            );
        }
        catch (AggregateException e)
        {
            var first = e.InnerExceptions.FirstOrDefault(i => i is AccreteException) ?? e.InnerExceptions[0];
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
