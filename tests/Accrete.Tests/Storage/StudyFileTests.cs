using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Robustness;
using Accrete.Storage;
using Accrete.Tests.Robustness;
using static TorchSharp.torch;

namespace Accrete.Tests.Storage;

public sealed class StudyFileTests : IDisposable
{
    private const long MostImages = 1 << 20;

    private readonly TemporaryFolder folder = new();
    private readonly StoppedStudies studies = new();

    public static TheoryData<string> Names => [.. StoppedStudies.Names];

    public void Dispose()
    {
        studies.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_study_that_is_stopped_after_each_part_ends_with_the_same_numbers(string name)
    {
        var parts = 0;
        var right = studies.Run(name, progress: (_, _) => parts++);
        string? found = null;
        var stops = 0;
        while (found is null)
        {
            using var record = studies.Open(folder["out"], name);
            Assert.Equal(stops, record.Parts);
            using var stop = new CancellationTokenSource();
            try
            {
                found = studies.Run(name, record, (_, _) => StopAfterOne(record.Parts, stop), stop.Token);
                Assert.EndsWith("-unfinished.safetensors", record.Path, StringComparison.Ordinal);
                Assert.True(File.Exists(record.Path));
                record.Finish();
                Assert.Equal((0, false), (record.Parts, File.Exists(record.Path)));
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }

        Assert.Equal(right, found);
        // The last part is followed by no other before which it stops; clean images of a detection are kept by no part.
        Assert.Equal(parts - (name == "detection" ? 2 : 1), stops);
        Assert.Empty(Directory.GetFileSystemEntries(folder["out"]));

        void StopAfterOne(int kept, CancellationTokenSource stop)
        {
            if (kept > stops)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void Images_come_back_as_they_were()
    {
        using var scope = NewDisposeScope();
        var levels = arange(2 * 3 * 16 * 16).remainder(256).view(2, 3, 16, 16).to_type(ScalarType.Float32) / 255;
        var between = levels.square();
        var none = levels.narrow(0, 0, 0);
        var all = new[] { levels, between, none };
        using (var record = Open())
        {
            for (var i = 0; i < all.Length; i++)
            {
                Kept(record, $"{i}", all[i]);
            }
        }

        using var again = Open();
        for (var i = 0; i < all.Length; i++)
        {
            var kept = Kept(again, $"{i}", null)!;
            Assert.Equal(all[i].shape, kept.shape);
            Assert.Equal(all[i].bytes.ToArray(), kept.bytes.ToArray());
        }
    }

    [Fact]
    public void What_is_kept_of_another_study_is_refused_by_what_differs_and_stays()
    {
        using (var record = Open())
        {
            Kept(record, "a", null);
        }

        var file = StudyFile.PathIn(folder["out"], "made");
        var before = File.ReadAllBytes(file);

        var other = Assert.Throws<InvalidInputException>(() => Open(("seed", "2"), ("--steps", "20")));
        Assert.Contains(
            $"{file}: belongs to a study with other settings: seed 1, and now 2; --steps none, and now 20. ",
            other.Message,
            StringComparison.Ordinal
        );
        var anew = Assert.Throws<InvalidInputException>(() =>
            StudyFile.Open(
                folder["out"],
                "made",
                new Dictionary<string, string> { ["seed"] = "1" },
                resume: false,
                MostImages
            )
        );
        Assert.Contains("go on with it, or delete this file to begin anew", anew.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(folder["out"]));
    }

    [Fact]
    public void A_damaged_state_is_refused_and_stays()
    {
        using (var record = Open())
        {
            Kept(record, "a", null);
        }

        var file = StudyFile.PathIn(folder["out"], "made");
        var whole = File.ReadAllBytes(file);
        var flipped = whole.ToArray();
        flipped[^3] ^= 4;
        foreach (var damaged in new[] { flipped, whole[..^1], [], "hello"u8.ToArray() })
        {
            File.WriteAllBytes(file, damaged);
            var error = Assert.Throws<InvalidInputException>(() => Open());
            Assert.StartsWith($"{file}: ", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("delete the file to begin anew.", error.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(file));
        }

        File.WriteAllBytes(file, whole);
        using var again = Open();
        Assert.Contains(
            "'a' does not fit the study",
            Assert
                .Throws<InvalidInputException>(() =>
                    again.Part("a", EvaluationJson.Default.IReadOnlyListQuality, () => ([], null), (_, _) => false)
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'a' cannot be read",
            Assert
                .Throws<InvalidInputException>(() =>
                    again.Part(
                        "a",
                        EvaluationJson.Default.EvaluationOutcome,
                        () => throw new NotSupportedException(),
                        (_, _) => true
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("images/a", 4, "the images of 'a' are of no part that is done")]
    [InlineData("images/a", 2, "'images/a' are no images")]
    [InlineData("a", 0, "'a' is no text")]
    public void Tensors_that_are_no_parts_are_refused(string name, int axes, string says)
    {
        using var scope = NewDisposeScope();
        var file = StudyFile.PathIn(folder.Path, "made");
        using (var stream = File.Create(file))
        {
            SafeTensors.Write(
                stream,
                new Dictionary<string, Tensor> { [name] = zeros([.. Enumerable.Repeat(1L, axes)], ScalarType.Float32) },
                new Dictionary<string, string> { ["accrete.schema"] = "1", ["accrete.study"] = "{}" }
            );
        }

        var error = Assert.Throws<InvalidInputException>(() =>
            StudyFile.Open(folder.Path, "made", new Dictionary<string, string>(), resume: true, MostImages)
        );
        Assert.StartsWith($"{file}: is damaged: {says}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_at_once_do_not_mix_their_files()
    {
        using var record = Open();
        Kept(record, "a", null);
        Assert.Contains(
            "another process is writing this study",
            Assert.Throws<InvalidInputException>(() => Open()).Message,
            StringComparison.Ordinal
        );
        // A study of another kind in the same folder is none of its business.
        using var other = StudyFile.Open(
            folder["out"],
            "other",
            new Dictionary<string, string>(),
            resume: false,
            MostImages
        );
        Kept(other, "a", null);
    }

    [Fact]
    public void On_a_full_disk_what_was_kept_before_stays()
    {
        using var scope = NewDisposeScope();
        var disk = new FullDisk(after: 2);
        using (
            var record = StudyFile.Open(
                folder["out"],
                "made",
                new Dictionary<string, string> { ["seed"] = "1" },
                resume: true,
                MostImages,
                disk
            )
        )
        {
            Kept(record, "a", zeros(1, 1, 2, 2));
            Kept(record, "b", zeros(1, 1, 2, 2));
            var error = Assert.Throws<AccreteException>(() => Kept(record, "c", zeros(1, 1, 2, 2)));
            Assert.Contains(
                "made-unfinished.safetensors: cannot be written (no space)",
                error.Message,
                StringComparison.Ordinal
            );
            Assert.Equal(2, record.Parts);
        }

        using var again = Open();
        Assert.Equal(2, again.Parts);
        Kept(again, "c", zeros(1, 1, 2, 2));
        Assert.Equal(
            [".made.owner", "made-unfinished.safetensors"],
            Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void Nothing_is_made_before_there_is_something_to_keep()
    {
        Open().Dispose();
        Assert.False(Directory.Exists(folder["out"]));
    }

    private StudyFile Open(params (string Name, string Value)[] settings)
    {
        var identity = new Dictionary<string, string> { ["seed"] = "1" };
        foreach (var (name, value) in settings)
        {
            identity[name] = value;
        }

        return StudyFile.Open(folder["out"], "made", identity, resume: true, MostImages);
    }

    private static Tensor? Kept(StudyFile record, string name, Tensor? images) =>
        record.Part(name, EvaluationJson.Default.IReadOnlyListQuality, () => ([], images), (_, _) => true).Images;

    private sealed class FullDisk(int after) : IDisk
    {
        private int syncs;

        public void CreateFolder(string path) => Disk.OfMachine.CreateFolder(path);

        public FileStream Create(string path) => Disk.OfMachine.Create(path);

        public FileStream Change(string path) => Disk.OfMachine.Change(path);

        public void Sync(FileStream file)
        {
            if (++syncs > after)
            {
                throw new IOException("no space");
            }

            Disk.OfMachine.Sync(file);
        }

        public void Rename(string from, string to) => Disk.OfMachine.Rename(from, to);

        public void SyncFolder(string path) => Disk.OfMachine.SyncFolder(path);
    }
}
