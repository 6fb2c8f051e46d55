using Accrete.Blueprints;
using Accrete.Cli.Progress;
using Accrete.Cumulative;

namespace Accrete.Tests.Cli.Progress;

public sealed class PaceTests
{
    private static readonly Schedule Schedule = new([Stage(1, 0.1, 40), Stage(2, 0.1, 40), Stage(3, 0.4, 40)], 100);

    [Fact]
    public void The_pace_is_that_of_the_last_seconds()
    {
        var pace = new Pace();
        // 10 images a step: ten steps of a second, then of a tenth.
        Run(pace, Schedule.Stages[0], 10, from: 0, secondsAStep: 1);
        Assert.Equal(10, pace.ImagesPerSecond, 1e-9);
        Run(pace, Schedule.Stages[0], 30, from: 10, secondsAStep: 0.1, step: 10);
        Assert.InRange(pace.ImagesPerSecond, 40, 100);
    }

    [Fact]
    public void Larger_networks_of_later_stages_take_longer()
    {
        var pace = new Pace();
        Run(pace, Schedule.Stages[0], 20, from: 0, secondsAStep: 1);
        // 20 steps of this stage, 40 of the next, which is alike, and 40 of a larger one.
        var larger = Math.Pow(
            (double)Schedule.Stages[2].Blueprint.TrainingMacs / Schedule.Stages[0].Blueprint.TrainingMacs,
            0.6
        );
        Assert.True(larger > 2);
        Assert.Equal(20 + 40 + (40 * larger), pace.SecondsLeft!.Value, 1e-6);
    }

    [Fact]
    public void A_stage_that_pruning_left_narrower_is_still_the_stage_of_the_schedule()
    {
        var pace = new Pace();
        Run(pace, Stage(3, 0.3, 40), 20, from: 0, secondsAStep: 1);
        Assert.Equal(20, pace.SecondsLeft!.Value, 1e-6);
    }

    [Fact]
    public void What_is_left_does_not_jump_when_stages_and_steps_take_other_times_than_expected()
    {
        var (pace, seconds, random) = (new Pace(), 0d, new Random(5));
        var shown = new List<(double At, double Left)>();
        foreach (var (stage, factor) in Schedule.Stages.Zip([1, 2.2, 0.7]))
        {
            for (var step = 1; step <= stage.Steps; step++)
            {
                // A step of a later stage, and one step in five waits for another program.
                seconds +=
                    factor
                    * stage.TimeOfImage(Schedule.Stages[0])
                    * 10
                    * (random.Next(5) == 0 ? 2 : 1)
                    * (0.8 + (0.4 * random.NextDouble()));
                pace.Add(new TrainingProgress(stage, Schedule.Stages, step, default, 0.1, null, 0, seconds, null));
                shown.Add((seconds, pace.SecondsLeft ?? double.NaN));
            }
        }

        // The foretold end moves by less than a third of what is left.
        Assert.All(
            shown.Skip(10).Zip(shown.Skip(11)).Where(p => p.First.Left > 600),
            p =>
                Assert.InRange(
                    p.Second.At + p.Second.Left - p.First.At - p.First.Left,
                    -p.First.Left / 3,
                    p.First.Left / 3
                )
        );
        Assert.InRange(shown[^1].Left, 0, 5);
    }

    [Fact]
    public void Nothing_is_foretold_before_there_is_a_pace() => Assert.Null(new Pace().SecondsLeft);

    private static void Run(Pace pace, Stage stage, int steps, double from, double secondsAStep, long step = 0)
    {
        for (var i = 1; i <= steps; i++)
        {
            pace.Add(
                new TrainingProgress(
                    stage,
                    Schedule.Stages,
                    step + i,
                    default,
                    0.1,
                    null,
                    0,
                    from + (i * secondsAStep),
                    null
                )
            );
        }
    }

    private static Stage Stage(int index, double width, int steps) =>
        new(
            index,
            Architectures.Find("vgg-small").Build(new ImageShape(1, 8, 8), 3, width),
            [.. Enumerable.Range(0, 400)],
            10,
            steps,
            1
        );
}
