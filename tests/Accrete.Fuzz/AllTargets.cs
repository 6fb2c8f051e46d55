using Accrete.Fuzz.Targets;

namespace Accrete.Fuzz;

/// <summary>Every format that Accrete reads. A new one is one more line here.</summary>
internal static class AllTargets
{
    private static readonly Lazy<Target[]> All = new(Make);

    public static IReadOnlyList<string> Names { get; } = [.. Make().Select(t => t.Name)];

    public static Target[] Make() =>
        [
            new BlueprintTarget(),
            new RecipeTomlTarget(),
            new PlanTarget(),
            new SettingTarget(),
            new OutcomeTarget(),
            new MetricsTarget(),
            new ReportTarget(),
            new WorkMarkTarget(),
            new ModelTarget(),
            new CheckpointTarget(),
            new DetectorTarget(),
            new StudyTarget(),
            new StateDictTarget(),
            new RunFolderTarget(),
            new ComparisonTarget(),
            new IdxTarget("idx", Mutations.Bytes.Any, c => c, ""),
            new IdxTarget("idx.gz", Mutations.Packed.GZip(Mutations.Bytes.Any), Mutations.Packed.GZipped, ".gz"),
            new IdxTarget("idx.br", Mutations.Packed.Brotli(Mutations.Bytes.Any), Mutations.Packed.Brotlied, ".br"),
            new CifarTarget("cifar10"),
            new CifarTarget("cifar100"),
            new ArchiveTarget(
                "cifar-jpeg.tar.gz",
                "cifar10",
                "cifar-10-jpeg.tar.gz",
                f => Tests.Datasets.SmallSets.WriteCifarJpeg(f)
            ),
            new ArchiveTarget(
                "tiny-imagenet.tar.gz",
                "tiny-imagenet",
                "tiny-imagenet-200.tar.gz",
                f => Tests.Datasets.SmallSets.WriteTinyImageNet(f)
            ),
            new TinyImageNetTarget(),
            new ImageFolderTarget(),
            new CacheTarget(),
            new NpyTarget(),
            new ImageTarget("png", Mutations.Png.Any),
            new ImageTarget("jpeg"),
            new ImageTarget("bmp"),
            new ImageTarget("gif"),
            new ImageTarget("webp"),
            new ImageTarget("ico"),
            new ArgumentsTarget(),
            new SystemTextTarget(),
            new LibraryTarget(),
        ];

    public static Target Find(string name) => All.Value.Single(t => t.Name == name);
}
