using System.Text.RegularExpressions;
using Accrete.Reports;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using static TorchSharp.torch;

namespace Accrete.Tests.Storage;

public sealed partial class MetricsFileTests : TinyRunTests
{
    private string Run => Folder["run"];

    private string File => Folder["run/metrics.jsonl"];

    [Theory]
    [InlineData("trainLoss", "-1", "line 2: trainLoss is -1")]
    [InlineData("trainLoss", "1e308", "line 2: trainLoss is 1e308")]
    [InlineData("trainLoss", "1e999", "line 2: trainLoss is 1e999")]
    [InlineData("trainLoss", "NaN", "line 2: 'N' is an invalid start of a value")]
    [InlineData("trainLoss", "\"NaN\"", "line 2: ")]
    [InlineData("trainAccuracy", "1.5", "line 2: trainAccuracy is 1.5")]
    [InlineData("testAccuracy", "-0.5", "line 2: testAccuracy is -0.5")]
    [InlineData("seconds", "1e308", "line 2: seconds is 1e308")]
    [InlineData("costSeconds", "-1", "line 2: costSeconds is -1")]
    [InlineData("costMacs", "-1", "line 2: costMacs is -1")]
    [InlineData("trainingMacs", "9223372036854775808", "line 2: trainingMacs is 9223372036854775808")]
    [InlineData("stage", "-1", "line 2: stage is -1")]
    [InlineData("step", "9223372036854775807", "line 2: step is 9223372036854775807")]
    public void A_number_that_cannot_be_is_named_wherever_lines_are_read(string key, string value, string says)
    {
        TinyRuns.Run(Run, TinyRuns.Plan(), Data);
        ReplaceInSecondLine(key, value);

        AssertDamaged(() => StoredRun.ReadMetrics(Run));
        // Also before a run goes on for hours.
        using var folder = RunFolder.Open(Run);
        AssertDamaged(() => folder.Newest(CPU));

        void AssertDamaged(Action read) =>
            Assert.StartsWith(
                $"{File}: is damaged ({says}",
                Assert.Throws<InvalidInputException>(read).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_torn_last_line_is_left_out_by_who_reads_and_taken_back_by_who_goes_on()
    {
        TinyRuns.Run(Run, TinyRuns.Plan(), Data);
        var (lines, text) = (StoredRun.ReadMetrics(Run), System.IO.File.ReadAllText(File));
        foreach (var torn in new[] { "{\"stage\":3,\"trainLoss\":-1", "{\"stage\":3,\0\0\0}\n" })
        {
            System.IO.File.WriteAllText(File, text + torn);
            Assert.Equal(lines, StoredRun.ReadMetrics(Run));
        }

        using var folder = RunFolder.Open(Run);
        using var checkpoint = folder.Newest(CPU);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_test_without_a_loss_still_has_an_event_file()
    {
        TinyRuns.Run(Run, TinyRuns.Plan(), Data);
        ReplaceInSecondLine("testLoss", "null");
        using var folder = RunFolder.Open(Run);
        using var checkpoint = new TensorBoardRecord(
            folder,
            folder.TensorBoardPath,
            () => StoredRun.ReadMetrics(Run)
        ).Newest(CPU);
        Assert.NotNull(checkpoint);
    }

    // With fewer digits elsewhere and spaces behind, the file stays as long as a checkpoint says.
    private void ReplaceInSecondLine(string key, string value)
    {
        var lines = System.IO.File.ReadAllText(File).Split('\n');
        var (line, start) = (lines[1], lines[1].IndexOf($"\"{key}\":", StringComparison.Ordinal) + key.Length + 3);
        var end = line.IndexOfAny([',', '}'], start);
        lines[1] = (Digits().Replace(line[..start], "$1") + value + Digits().Replace(line[end..], "$1")).PadRight(
            line.Length
        );
        Assert.Equal(line.Length, lines[1].Length);
        System.IO.File.WriteAllText(File, string.Join('\n', lines));
    }

    [GeneratedRegex(@"(\.\d)\d+")]
    private static partial Regex Digits();
}
