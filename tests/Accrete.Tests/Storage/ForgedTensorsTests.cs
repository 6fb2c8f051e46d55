using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Interchange;
using Accrete.Robustness;
using Accrete.Storage;
using Accrete.Tests.Cumulative;
using static TorchSharp.torch;

namespace Accrete.Tests.Storage;

/// <summary>Files of a few kB that claim tensors of many GiB.</summary>
public sealed class ForgedTensorsTests : TinyRunTests
{
    // More would be refused by itself on a machine with less memory.
    private static readonly long Bytes =
        Math.Min(SparseFile.Length, Accrete.Machine.PhysicalMemory.Measure().TotalBytes / 2) / 16 * 16;

    private string ModelPath => Folder["run/model.safetensors"];

    public static TheoryData<string, string, long[]> Forged =>
        new()
        {
            { "zz", "F32", [Bytes / 4] },
            { "zz", "U8", [Bytes] },
            { "head.bias", "F32", [Bytes / 4] },
            { "samples/order", "I64", [Bytes / 8] },
            { "first/zz", "F32", [Bytes / 4] },
            { "average/head.bias", "F32", [Bytes / 8, 2] },
            { "calibration/doubt", "F32", [2, Bytes / 8] },
            { "images/zz", "F32", [Bytes / 16, 1, 2, 2] },
            { "images/a", "F32", [Bytes / 16, 1, 2, 2] },
        };

    [Theory]
    [MemberData(nameof(Forged))]
    public void What_a_network_does_not_need_is_refused_by_name_before_it_takes_memory(
        string name,
        string type,
        long[] shape
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows fills files up.");
        TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);
        WriteDetector();
        foreach (var (file, read) in Readers())
        {
            SparseFile.AddTensor(file, name, type, shape, Bytes);
            var before = GC.GetTotalAllocatedBytes();
            var error = Assert.Throws<InvalidInputException>(read);
            Assert.Contains($"{file}: ", error.Message, StringComparison.Ordinal);
            Assert.True(
                error.Message.Contains($"{name.Split('/')[^1]}'", StringComparison.Ordinal)
                    || error.Message.Contains("'unused", StringComparison.Ordinal),
                error.Message
            );
            Assert.DoesNotContain('\n', error.Message);
            Assert.True(GC.GetTotalAllocatedBytes() - before < Bytes / 16, file);
        }
    }

    [Fact]
    public void What_nobody_needs_of_a_state_dict_takes_no_memory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows fills files up.");
        TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);
        using var model = Model.Load(ModelPath);
        var network = model.Network;
        StateDictFile.Write(Folder["weights.safetensors"], network);
        SparseFile.AddTensor(Folder["weights.safetensors"], "norm.num_batches_tracked", "I64", [1L << 37], 1L << 40);
        using var file = StateDictFile.Read(Folder["weights.safetensors"]);
        using var read = file.ToNetwork(network.Blueprint);
        Assert.Equal(network.State["head.weight"].bytes.ToArray(), read.State["head.weight"].bytes.ToArray());
    }

    [Fact]
    public void The_checksum_is_of_what_is_passed_over_too()
    {
        using var scope = NewDisposeScope();
        var path = Folder["file.safetensors"];
        using (var stream = File.Create(path))
        {
            SafeTensors.Write(
                stream,
                new Dictionary<string, Tensor> { ["wanted"] = arange(5), ["other"] = ones(1000) },
                new Dictionary<string, string>()
            );
        }

        using (var reader = SafeTensorsReader.Open(path, piece: 64))
        {
            for (var time = 0; time < 2; time++)
            {
                using var content = reader.Read(name => name == "wanted");
                Assert.Equal(["wanted"], content.Tensors.Keys);
            }
        }

        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var damaged = SafeTensorsReader.Open(path, piece: 64);
        Assert.Contains(
            "by its checksum",
            Assert.Throws<InvalidInputException>(() => damaged.Read(name => name == "wanted")).Message,
            StringComparison.Ordinal
        );
    }

    private IEnumerable<(string File, Action Read)> Readers()
    {
        yield return (Folder["run/detector.safetensors"], () => DetectorFile.Read(Folder["run"]));
        yield return (
            Study(),
            () =>
                StudyFile.Open(Folder.Path, "made", new Dictionary<string, string>(), resume: true, mostImages: 1 << 20)
        );
        File.Delete(Folder["run/checkpoint/earlier.safetensors"]);
        yield return (
            Folder["run/checkpoint/checkpoint.safetensors"],
            () =>
            {
                using var run = RunFolder.Open(Folder["run"]);
                run.Newest(CPU);
            }
        );
        yield return (ModelPath, () => Model.Load(ModelPath));
    }

    private string Study()
    {
        using (
            var study = StudyFile.Open(
                Folder.Path,
                "made",
                new Dictionary<string, string>(),
                resume: false,
                mostImages: 1 << 20
            )
        )
        {
            study.Part("a", EvaluationJson.Default.IReadOnlyListQuality, () => ([], null), (_, _) => true);
        }

        return StudyFile.PathIn(Folder.Path, "made");
    }

    private void WriteDetector()
    {
        var models = StoredRun.ReadLineage(Folder["run"]);
        using var inference = Accrete.Robustness.Detection.MutualInference.Learn(
            new Accrete.Robustness.Detection.Family(models),
            Data,
            [.. Enumerable.Range(0, 21)],
            0.1
        );
        foreach (var model in models)
        {
            model.Dispose();
        }

        DetectorFile.Write(Folder["run"], inference);
    }
}
