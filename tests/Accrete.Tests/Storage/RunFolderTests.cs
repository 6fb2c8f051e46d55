using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Storage;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Plan plan = TinyRuns.Plan();

    private string Run => folder["run"];

    private string EarlierPath => Path.Combine(Run, "checkpoint", "earlier.safetensors");

    private string CheckpointPath => Path.Combine(Run, "checkpoint", "checkpoint.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_plan_comes_back_equal()
    {
        RunFolder.Create(Run, plan).Dispose();
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(StoredRun.ReadPlan(Run)));
        Assert.True(StoredRun.Holds(Run));
        Assert.Null(StoredRun.ReadOutcome(Run));
    }

    [Fact]
    public void Another_run_there_is_an_error_and_stays()
    {
        RunFolder.Create(Run, plan).Dispose();
        Fails<InvalidInputException>(() => RunFolder.Create(Run, plan), Run, "holds another run; go on with it");
        Assert.True(StoredRun.Holds(Run));
    }

    [Fact]
    public void A_folder_with_other_files_is_an_error_and_stays()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, "thesis.txt"), "dear");
        Fails<InvalidInputException>(() => RunFolder.Create(Run, plan), Run, "not empty");
        Assert.Equal(["thesis.txt"], Directory.GetFiles(Run).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_there_is_an_error()
    {
        File.WriteAllText(Run, "");
        Fails<InvalidInputException>(() => RunFolder.Create(Run, plan), Run, "is a file");
        var below = Path.Combine(Run, "below");
        Fails<AccreteException>(() => RunFolder.Create(below, plan), below, "choose another folder");
    }

    [Fact]
    public void What_a_killed_start_left_is_no_obstacle_and_is_cleared()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, ".owner"), "");
        File.WriteAllText(Path.Combine(Run, "plan.json.accrete-77.partial"), "{");
        RunFolder.Create(Run, plan).Dispose();
        Assert.Equal(["plan.json"], Directory.GetFiles(Run).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("film.mkv.partial", "x")]
    [InlineData("film.mkv.accrete-77.partial", "x")]
    [InlineData("plan.json.partial", "x")]
    [InlineData("plan.json.accrete-.partial", "x")]
    [InlineData("plan.json.accrete-77.partial.mkv", "x")]
    [InlineData("my.plan.json.accrete-77.partial", "x")]
    [InlineData("plan.json.77.partial", "x")]
    [InlineData(".owner", "me")]
    [InlineData("run.json", "x")]
    [InlineData("checkpoint/film.partial", "x")]
    [InlineData("plan.json.accrete-77.partial/film.partial", "x")]
    public void What_somebody_put_into_a_folder_is_not_deleted(string name, string content)
    {
        var file = folder.Write($"run/{name}", content);
        Fails<InvalidInputException>(() => RunFolder.Create(Run, plan), Run, "not empty");
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public void What_a_killed_start_left_is_no_leftover_when_it_is_a_link()
    {
        var film = folder.Write("film", "x");
        Directory.CreateDirectory(Run);
        File.CreateSymbolicLink(Path.Combine(Run, "plan.json.accrete-77.partial"), film);
        Fails<InvalidInputException>(() => RunFolder.Create(Run, plan), Run, "not empty");
        Assert.Equal("x", File.ReadAllText(film));
    }

    [Fact]
    public void Opening_deletes_nothing_of_somebodys()
    {
        RunFolder.Create(Run, plan).Dispose();
        string[] own =
        [
            "film.mkv.partial",
            "checkpoint/film.mkv.partial",
            "stages/01/film.accrete-77.partial",
            "other/plan.json.accrete-77.partial",
        ];
        Assert.All(own, name => folder.Write($"run/{name}", "x"));
        RunFolder.Open(Run).Dispose();
        Assert.All(own, name => Assert.Equal("x", File.ReadAllText(folder[$"run/{name}"])));
    }

    [Fact]
    public void What_is_still_written_is_no_leftover()
    {
        RunFolder.Create(Run, plan).Dispose();
        AtomicFile.Write(
            Path.Combine(Run, "run.json"),
            stream =>
            {
                RunFolder.Open(Run).Dispose();
                stream.Write("whole"u8);
            }
        );
        Assert.Equal("whole", File.ReadAllText(Path.Combine(Run, "run.json")));
    }

    [Fact]
    public void Starts_of_one_name_get_a_folder_each()
    {
        var folders = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(
            0,
            8,
            _ =>
            {
                using var run = RunFolder.CreateNew(Run, plan);
                folders.Add(run.Path);
            }
        );
        Assert.Equal(8, folders.Distinct().Count());
        Assert.All(folders, f => Assert.True(StoredRun.Holds(f)));
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before_it_with_a_word()
    {
        using var data = TinyRuns.Data();
        Stopped(data, 17);
        var whole = File.ReadAllBytes(EarlierPath);
        File.WriteAllBytes(CheckpointPath, [.. File.ReadAllBytes(CheckpointPath)[..^1], 77]);
        var said = new List<string>();
        using (var run = RunFolder.Open(Run))
        {
            run.Warn = said.Add;
            run.Newest(CPU)!.Dispose();
            Assert.StartsWith(CheckpointPath, Assert.Single(said), StringComparison.Ordinal);
            Assert.Contains($"goes on from the checkpoint before it, {EarlierPath}", said[0], StringComparison.Ordinal);
            using var stop = new StopAt(1);
            Assert.Throws<OperationCanceledException>(() =>
                new CumulativeTraining(plan, data, run, stop).Run(stop.Token)
            );
            // The damaged one has not taken the place of the whole one.
            Assert.Equal(whole, File.ReadAllBytes(EarlierPath));
            SafeTensors.Read(CheckpointPath).Dispose();
        }

        Resume();
        TinyRuns.Run(folder["one"], plan, data);
        Assert.Equal(
            File.ReadAllBytes(folder["one/model.safetensors"]),
            File.ReadAllBytes(Path.Combine(Run, "model.safetensors"))
        );
    }

    [Fact]
    public void Without_its_checkpoint_a_run_with_results_is_left_alone()
    {
        using var data = TinyRuns.Data();
        Stopped(data, 17);
        Directory.Delete(Path.GetDirectoryName(CheckpointPath)!, recursive: true);
        var before = Contents();
        using (var run = RunFolder.Open(Run))
        {
            Fails<InvalidInputException>(() => run.Newest(CPU), Run, "its checkpoint is gone");
        }

        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Stages_are_in_the_order_of_their_numbers()
    {
        RunFolder.Create(Run, plan).Dispose();
        foreach (var name in new[] { "100", "09", "101", "99", "1", "10", "copy of 01", "0100" })
        {
            folder.Write($"run/stages/{name}/model.safetensors", "");
        }

        Assert.Equal(
            ["09", "10", "99", "100", "101"],
            StoredRun.LineageFiles(Run).Select(f => Path.GetFileName(Path.GetDirectoryName(f)))
        );
    }

    [Theory]
    [InlineData("{\"stage\":1,\"epo")]
    [InlineData("\0\0\0\0")]
    [InlineData("\0\0\0\0\n")]
    [InlineData("{\"stage\":\0\0\0}\n")]
    public void A_torn_last_line_of_metrics_is_not_read(string rest)
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(Run, plan, data);
        var lines = StoredRun.ReadMetrics(Run);
        File.AppendAllText(Path.Combine(Run, "metrics.jsonl"), rest);
        Assert.Equal(lines, StoredRun.ReadMetrics(Run));
        Resume();
        Assert.Equal(lines.Count, StoredRun.ReadMetrics(Run).Count);
    }

    [Fact]
    public void Opening_clears_what_killed_writers_left()
    {
        RunFolder.Create(Run, plan).Dispose();
        Directory.CreateDirectory(Path.Combine(Run, "checkpoint"));
        File.WriteAllText($"{CheckpointPath}.accrete-77.partial", "half");
        RunFolder.Open(Run).Dispose();
        Assert.Empty(Directory.GetFiles(Path.Combine(Run, "checkpoint")));
    }

    [Fact]
    public void A_folder_that_holds_no_run_cannot_be_opened()
    {
        Fails<InvalidInputException>(() => RunFolder.Open(Run), Run, "holds no run");
        Fails<InvalidInputException>(() => StoredRun.ReadPlan(Run), Run, "holds no run");
        Fails<InvalidInputException>(() => StoredRun.ReadOutcome(Run), Run, "holds no run");
    }

    [Fact]
    public void Two_owners_at_once_are_refused_until_the_first_is_done()
    {
        using (RunFolder.Create(Run, plan))
        {
            Fails<InvalidInputException>(() => RunFolder.Open(Run), Run, "another process is writing this run");
        }

        RunFolder.Open(Run).Dispose();
        Assert.Equal(["plan.json"], Directory.GetFiles(Run).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", "of version 2")]
    [InlineData("\"schema\": 1", "\"schema\": 0", "schema is 0")]
    [InlineData("\"schema\": 1", "\"schema\": \"new\"", "is damaged")]
    [InlineData("\"schema\"", "\"scheme\"", "is damaged")]
    [InlineData("{", "", "is damaged")]
    [InlineData("\"momentum\"", "\"momentumm\"", "did you mean 'optimiser.momentum'")]
    [InlineData("\"seed\": 1", "\"seed\": 1, \"seed\": 2", "cannot be read as a recipe")]
    [InlineData("\"name\": \"tiny\"", "\"name\": null", "name has a value of the wrong kind")]
    public void A_plan_that_is_newer_or_damaged_is_an_error(string part, string damage, string says)
    {
        RunFolder.Create(Run, plan).Dispose();
        Replace("plan.json", part, damage);
        Fails<InvalidInputException>(() => StoredRun.ReadPlan(Run), Path.Combine(Run, "plan.json"), says);
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", "use a newer Accrete")]
    [InlineData("{", "", "is damaged")]
    [InlineData("\"totals\"", "\"total\"", "is damaged")]
    [InlineData("\"stages\": [", "\"stages\": null, \"other\": [", "is damaged")]
    [InlineData("\"kind\": \"linear\"", "\"kind\": \"round\"", "is damaged")]
    [InlineData("\"source\": \"features\"", "\"source\": \"nothing\"", "is damaged")]
    public void An_outcome_that_is_newer_or_damaged_is_an_error(string part, string damage, string says)
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(Run, plan, data);
        part = part.Replace("source", "input", StringComparison.Ordinal);
        Replace("run.json", part, damage.Replace("source", "input", StringComparison.Ordinal));
        Fails<InvalidInputException>(() => StoredRun.ReadOutcome(Run), Path.Combine(Run, "run.json"), says);
    }

    [Fact]
    public void A_checkpoint_cut_short_is_an_error_that_says_what_to_do()
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(Run, plan, data);
        var whole = File.ReadAllBytes(CheckpointPath);
        foreach (var length in new[] { 0, 7, 100, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(CheckpointPath, whole[..length]);
            File.Delete(EarlierPath);
            FailsToResume("bring a copy back, or train again: accrete train --recipe");
        }

        Assert.Equal(3, Directory.GetDirectories(Path.Combine(Run, "stages")).Length);
        Model.Load(Path.Combine(Run, "stages", "03", "model.safetensors")).Dispose();
    }

    [Theory]
    [InlineData("accrete.position", "{}")]
    [InlineData("accrete.position", "null")]
    [InlineData("accrete.position", "5")]
    [InlineData("accrete.blueprint", "{}")]
    [InlineData("accrete.steps", """{"conv1_1.weight":"x"}""")]
    [InlineData("accrete.steps", """{"nothing":0}""")]
    [InlineData("accrete.metrics", "many")]
    [InlineData("accrete.metrics", "-1")]
    [InlineData("accrete.metrics", null)]
    public void A_checkpoint_with_damaged_metadata_is_an_error(string key, string? value)
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(Run, plan, data);
        using (var content = SafeTensors.Read(CheckpointPath))
        {
            var metadata = content
                .Metadata.Where(m => m.Key != key || value is not null)
                .ToDictionary(m => m.Key, m => m.Key == key ? value! : m.Value);
            AtomicFile.Write(CheckpointPath, stream => SafeTensors.Write(stream, content.Tensors, metadata));
        }

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        File.Delete(EarlierPath);
        FailsToResume("bring a copy back");
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_moment_of_the_wrong_shape_is_an_error()
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(Run, plan, data);
        using (var content = SafeTensors.Read(CheckpointPath))
        {
            using var wrong = zeros(1);
            var tensors = content.Tensors.ToDictionary(t => t.Key, t => t.Key == "first/head.bias" ? wrong : t.Value);
            AtomicFile.Write(CheckpointPath, stream => SafeTensors.Write(stream, tensors, content.Metadata));
        }

        File.Delete(EarlierPath);
        FailsToResume("'first/head.bias'");
    }

    [Fact]
    public void Metrics_after_the_checkpoint_are_taken_back()
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(Run, plan, data);
        var metrics = Path.Combine(Run, "metrics.jsonl");
        var lines = File.ReadAllText(metrics);
        File.AppendAllText(metrics, lines[..50]);
        Resume();
        Assert.Equal(lines, File.ReadAllText(metrics));
    }

    [Theory]
    [InlineData("metrics.jsonl", "short", "shorter than the checkpoint says")]
    [InlineData("metrics.jsonl", "broken", "is damaged")]
    [InlineData("metrics.jsonl", "link", "")]
    [InlineData(".work.json", "link", "")]
    public void What_is_wrong_beside_a_whole_checkpoint_is_not_told_of_the_checkpoint(
        string name,
        string damage,
        string says
    )
    {
        using var data = TinyRuns.Data();
        TinyRuns.Run(Run, plan, data);
        var path = Path.Combine(Run, name);
        var whole = File.Exists(path) ? File.ReadAllText(path) : "{}";
        File.Delete(path);
        if (damage == "link")
        {
            File.WriteAllText(folder["elsewhere"], whole);
            File.CreateSymbolicLink(path, folder["elsewhere"]);
        }
        else
        {
            File.WriteAllText(path, damage == "short" ? "{}\n" : $"x{whole[1..]}");
        }

        using var run = RunFolder.Open(Run);
        var error = Assert.Throws<InvalidInputException>(() => run.Newest(CPU));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("The checkpoint is whole", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Without its checkpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_checkpoint_metrics_begin_anew()
    {
        using var run = RunFolder.Create(Run, plan);
        run.Log(new MetricsLine(1, 1, 3, 0.1, 1, 0.5, null, null, 5, 1));
        Assert.Null(run.Newest(CPU));
        Assert.Empty(StoredRun.ReadMetrics(Run));
    }

    [Fact]
    public void A_full_disk_names_the_file_and_leaves_the_checkpoint_usable()
    {
        using var disk = new SmallDisk(2048);
        using var data = TinyRuns.Data();
        var path = disk["run"];
        byte[] checkpoint;
        using (var run = RunFolder.Create(path, plan))
        {
            using var stopped = new StopAt(9);
            Assert.Throws<OperationCanceledException>(() =>
                new CumulativeTraining(plan, data, run, stopped).Run(stopped.Token)
            );
            checkpoint = File.ReadAllBytes(Path.Combine(path, "checkpoint", "checkpoint.safetensors"));
            disk.FillBut(8);
            // A checkpoint of its own at each step, then the model of a stage: both are larger than what is left.
            foreach (var every in new[] { TimeSpan.Zero, TimeSpan.MaxValue })
            {
                var error = Assert.Throws<AccreteException>(() =>
                    new CumulativeTraining(plan, data, run) { CheckpointEvery = every }.Run()
                );
                Assert.StartsWith(
                    Path.Combine(path, every == TimeSpan.Zero ? "checkpoint" : "stages"),
                    error.Message,
                    StringComparison.Ordinal
                );
                Assert.Equal(checkpoint, File.ReadAllBytes(Path.Combine(path, "checkpoint", "checkpoint.safetensors")));
            }

            disk.Free();
            new CumulativeTraining(plan, data, run).Run();
        }

        TinyRuns.Run(Run, plan, data);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Run, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(path, "model.safetensors"))
        );
    }

    [Fact]
    public void A_disk_that_is_full_from_the_start_leaves_no_lock()
    {
        using var disk = new SmallDisk(64);
        disk.FillBut(0);
        Assert.Throws<AccreteException>(() => RunFolder.Create(disk["run"], plan));
        disk.Free();
        RunFolder.Create(disk["run"], plan).Dispose();
    }

    private void Resume()
    {
        using var data = TinyRuns.Data();
        using var run = RunFolder.Open(Run);
        new CumulativeTraining(plan, data, run).Run();
    }

    // Stopped after some steps, with a checkpoint after each.
    private void Stopped(Accrete.Datasets.Dataset data, int steps)
    {
        using var run = RunFolder.Create(Run, plan);
        using var stop = new StopAt(steps);
        Assert.Throws<OperationCanceledException>(() =>
            new CumulativeTraining(plan, data, run, stop) { CheckpointEvery = TimeSpan.Zero }.Run(stop.Token)
        );
    }

    private string[] Contents() =>
        [
            .. Directory
                .EnumerateFiles(Run, "*", SearchOption.AllDirectories)
                .Where(f => !f.EndsWith(".owner", StringComparison.Ordinal))
                .Order()
                .Select(f => f + Convert.ToHexString(File.ReadAllBytes(f))),
        ];

    private void FailsToResume(string says)
    {
        using var run = RunFolder.Open(Run);
        Fails<InvalidInputException>(() => run.Newest(CPU), CheckpointPath, says);
    }

    private void Replace(string name, string part, string damage)
    {
        var path = Path.Combine(Run, name);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, part);
        File.WriteAllText(path, text[..at] + damage + text[(at + part.Length)..]);
    }

    private static void Fails<T>(Func<object?> act, string path, string says)
        where T : AccreteException
    {
        var error = Assert.Throws<T>(act);
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
