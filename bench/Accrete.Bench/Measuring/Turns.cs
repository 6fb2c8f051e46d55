using System.Diagnostics;

namespace Accrete.Bench.Measuring;

/// <summary>Measures several things in turns, so that a machine that slows down slows all of them.</summary>
internal static class Turns
{
    // Threads of the side that was just measured stop spinning, and the batch that it made ahead is ready.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(30);

    /// <summary>Gives each side its turn, round by round; which one begins changes with each round.</summary>
    /// <param name="rounds">How many; one more goes before, unmeasured, to warm up.</param>
    /// <param name="sides">Each does its work and returns the seconds that it took.</param>
    /// <returns>The seconds of each side in each round.</returns>
    public static double[][] Measure(int rounds, params IReadOnlyList<Func<double>> sides)
    {
        var seconds = sides.Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < sides.Count; i++)
            {
                var side = (i + round + 1) % sides.Count;
                Thread.Sleep(Settling);
                var taken = sides[side]();
                if (round >= 0)
                {
                    seconds[side][round] = taken;
                }
            }
        }

        return seconds;
    }

    /// <summary>A side of this process.</summary>
    public static Func<double> Timed(Action work) =>
        () =>
        {
            var clock = Stopwatch.StartNew();
            work();
            return clock.Elapsed.TotalSeconds;
        };

    /// <summary>
    /// The ratios of two sides, round by round: the time of <paramref name="other"/> over that of
    /// <paramref name="one"/>.
    /// </summary>
    public static Spread Ratio(double[] one, double[] other) => Spread.Of(one.Zip(other, (a, b) => b / a));
}
