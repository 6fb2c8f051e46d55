using System.Text.RegularExpressions;

namespace Accrete.Tests.Repository.Documented;

/// <summary>The commands that the pages show in blocks of <c>sh</c>, and how each is run.</summary>
internal static partial class DocumentedCommands
{
    // Three stages of a tiny network on two hundred small images take a second.
    private static readonly string[] OnSample =
    [
        "--set=network.width=0.1",
        "--set=data.size=14",
        "--set=stages.1.data=0.02",
        "--set=stages.2.data=0.02",
        "--set=stages.3.data=0.02",
        "--set=stages.1.epochs=1",
        "--set=stages.2.epochs=1",
        "--set=stages.3.epochs=1",
        "--set=evaluation.everyEpochs=0",
        "--set=comparison.scratchEpochs=0.05",
        "--set=growth.calibrationImages=16",
        "--set=growth.receiptImages=4",
    ];

    private static readonly string[] OnPhotos =
    [
        "--set=network.width=0.05",
        "--set=data.size=16",
        "--set=optimiser.batch=16",
        "--set=stages.1.epochs=1",
        "--set=stages.2.epochs=1",
        "--set=evaluation.everyEpochs=0",
        "--set=growth.calibrationImages=16",
        "--set=growth.receiptImages=4",
    ];

    private static readonly string[] Attacks =
    [
        "--images=4",
        "--steps=1",
        "--aware-steps=1",
        "--questions=2",
        "--attacks",
        "fgsm",
    ];

    /// <summary>How each command is run, by its words as the page has them, without comment and <c>./</c>.</summary>
    public static IReadOnlyDictionary<string, Trial> Trials { get; } =
        new Dictionary<string, Trial>
        {
            ["accrete --help"] = Trial.Runs(),
            ["accrete doctor"] = Trial.Runs(),
            ["accrete data list"] = Trial.Runs(),
            ["accrete data verify photos/"] = Trial.Runs(),
            ["accrete train"] = Trial.Runs(OnSample),
            ["accrete train --out runs/mine"] = Trial.Runs(OnSample),
            ["accrete train --resume --out runs/mine"] = Trial.Runs(),
            ["accrete train --data photos/ --out runs/photos"] = Trial.Runs([.. OnPhotos, "--set=stages.3.epochs=1"]),
            ["accrete train --data photos/"] = Trial.Runs([.. OnPhotos, "--set=stages.3.epochs=1"]),
            ["accrete train --data photos/ --holdout 0.2 --out runs/b"] = Trial.Runs([
                .. OnPhotos,
                "--set=stages.3.epochs=1",
            ]),
            ["accrete train --resume --out runs/photos --data moved/photos"] = Trial.Runs(),
            // A training within so short a time that a test has depends on what else the machine does.
            ["accrete train --budget 3min"] = Trial.Runs().With(("train", "plan")),
            ["accrete train --budget 10min"] = Trial.Runs().With(("train", "plan")),
            ["accrete train --budget 5e12macs"] = Trial.Runs(OnSample).With(("5e12macs", "3e8macs")),
            ["accrete train --budget 20kJ"] = Trial.Runs(OnSample).With(("20kJ", "0.2J")),
            ["accrete train --network resnet18 --set network.width=0.25"] = Trial.Runs([
                .. OnSample,
                "--set=network.width=0.02",
            ]),
            ["accrete train --network mine.json"] = Trial
                .Runs([.. OnSample, "--set=data.size=28"])
                .With(("mine.json", "small.json")),
            ["accrete train --set pruning.threshold=0.998"] = Trial.Runs(OnSample),
            ["accrete train --set pruning.by=none"] = Trial.Runs(OnSample),
            ["accrete train --set optimiser.rate=0.05 --set stages.2.epochs=10"] = Trial.Runs(OnSample),
            ["accrete train --recipe small-photos.toml"] = Trial.Runs(OnPhotos),
            ["accrete train --recipe runs/mine/plan.json"] = Trial.Runs(),
            ["accrete train --recipe cifar10 --data-root DIR"] = Trial.Resolves(),
            ["accrete train --data mnist --data-root DIR"] = Trial.Resolves(),
            ["accrete train --threads 1 --seed S"] = Trial.Runs(OnSample).With(("S", "1")),
            [
                "accrete train --threads 1 --seed S --data cifar10 --recipe default --set data.crop=4 "
                    + "--set stages.1.data=0.05 --set stages.2.data=0.1 --set stages.3.data=0.2"
            ] = Trial.Resolves().With(("S", "1")),
            [
                "accrete train --data cifar10 --recipe default --seed S --threads 1 --set data.crop=4 "
                    + "--set stages.1.epochs=4 --set stages.2.epochs=3 --set stages.3.epochs=4"
            ] = Trial.Resolves().With(("S", "1")),
            [
                "accrete train --data fashion-mnist --recipe default --seed S --threads 1 --set stages.1.epochs=4 "
                    + "--set stages.2.epochs=3 --set stages.3.epochs=4"
            ] = Trial.Resolves().With(("S", "1")),
            [
                "accrete train --data cifar10 --recipe default --seed 1 --threads 1 --set data.crop=4 "
                    + "--set pruning.threshold=0.985 --set pruning.until=2 --set stages.1.width=1 "
                    + "--set stages.1.depth=1 --set stages.1.data=1 --set stages.2.data=1 "
                    + "--set stages.1.resolution=0.5 --set stages.2.resolution=0.75 --set stages.1.epochs=5 "
                    + "--set stages.2.epochs=8 --set stages.3.epochs=7"
            ] = Trial.Resolves(),
            [
                "accrete train --recipe runs/cifar10/scratch/seed-1/plan.json --seed 4 --threads 1 "
                    + "--out runs/cifar10-surrogate"
            ] = Trial.Parses(),
            [
                "accrete train --recipe vgg19-tiny-imagenet --device cuda "
                    + "--libtorch .venv/lib/python3.12/site-packages/torch/lib"
            ] = Trial.Resolves(),
            ["accrete doctor --libtorch .venv/lib/python3.12/site-packages/torch/lib"] = Trial.Parses(),
            ["accrete plan"] = Trial.Runs(),
            ["accrete plan --keys"] = Trial.Runs(),
            ["accrete plan --budget 5e12macs"] = Trial.Runs(),
            ["accrete plan --recipe vgg19-tiny-imagenet --data-root DIR"] = Trial.Resolves(),
            ["accrete inspect vgg19 --size 64 --classes 200"] = Trial.Runs(),
            ["accrete inspect mine.json --groups"] = Trial.Runs(),
            ["accrete inspect MODEL --groups"] = Trial.Runs().With(("MODEL", "model.safetensors")),
            ["accrete predict runs/mine picture.png"] = Trial.Runs(),
            ["accrete predict runs/mine pictures/ --top 3"] = Trial.Runs(),
            ["accrete predict runs/mine picture.png --mutual"] = Trial.Runs(),
            ["accrete predict runs/photos new.jpg"] = Trial.Runs(),
            ["accrete evaluate runs/mine"] = Trial.Runs("--images=20"),
            ["accrete evaluate runs/a runs/b --out runs/evaluated"] = Trial
                .Runs("--images=20")
                .With(("runs/a", "runs/c"), ("runs/b", "runs/d")),
            ["accrete evaluate model.safetensors --data photos/ --out here --corruptions fog snow --no-noise"] = Trial
                .Runs()
                .With(("model.safetensors", "runs/photos")),
            ["accrete evaluate runs/mine --corrupted CIFAR-10-C/"] = Trial.Runs("--images=20"),
            ["accrete evaluate runs/photos --data moved/photos"] = Trial.Runs("--no-noise", "--corruptions", "none"),
            [
                "accrete evaluate runs/cifar10/{cumulative,scratch,scratch-equal-compute}/seed-{1,2,3} --images 1000 "
                    + "--threads 1 --out runs/evaluated"
            ] = Trial.Parses(),
            ["accrete detect runs/mine"] = Trial.Runs(Attacks),
            ["accrete detect runs/mine --ensemble runs/b runs/c --surrogate runs/d --other mnist"] = Trial
                .Runs(Attacks)
                .With(("runs/b", "runs/a"), ("mnist", "pictures/")),
            [
                "accrete detect runs/cifar10/cumulative/seed-1 --images 200 --questions 200 --seed 1 --threads 1 "
                    + "--surrogate runs/cifar10-surrogate --ensemble runs/cifar10/scratch/seed-2 "
                    + "runs/cifar10/scratch/seed-3 --other fashion-mnist"
            ] = Trial.Parses(),
            ["accrete export runs/mine --out mine.onnx"] = Trial.Runs("--force"),
            ["accrete export runs/mine --out pixels.onnx --pixels --fold"] = Trial.Runs("--force"),
            ["accrete export runs/mine --out mine.safetensors"] = Trial.Runs("--force"),
            ["accrete export runs/photos --out photos.onnx"] = Trial.Runs("--force"),
            [
                "accrete import weights.safetensors --network resnet18 --size 224 --mean 0.485,0.456,0.406 "
                    + "--std 0.229,0.224,0.225 --class-names classes.txt --out resnet18.safetensors"
            ] = Trial.Runs("--width=0.1", "--force"),
            ["accrete grow MODEL --widen 1.5 --out wide.safetensors"] = OnModel(),
            ["accrete grow MODEL --widen conv2_1=48 --out one.safetensors"] = OnModel(),
            ["accrete grow MODEL --deepen 1.0 --data cifar10 --out full.safetensors"] = Trial
                .Runs("--force")
                .With(("MODEL", "runs/mine/stages/01"), ("cifar10", "sample")),
            ["accrete grow MODEL --deepen layer3 --out block.safetensors"] = Trial
                .Runs("--force")
                .With(("MODEL", "residual.safetensors")),
            ["accrete prune MODEL --keep 0.5 --by l1 --out narrow.safetensors"] = OnModel(),
            ["accrete prune MODEL --threshold 0.99 --data cifar10 --out narrow.safetensors"] = Trial
                .Runs("--force")
                .With(("MODEL", "model.safetensors"), ("cifar10", "sample")),
            ["accrete report runs/mine"] = Trial.Runs(),
            ["accrete report runs/compared --out compared.html"] = Trial.Runs(),
            ["accrete report runs/mine --csv metrics.csv"] = Trial.Runs(),
            ["accrete report runs/compared --csv runs.csv"] = Trial.Runs(),
            ["accrete compare --data photos/ --out runs/compared"] = Trial.Runs([
                .. OnPhotos,
                "--set=stages.3.epochs=1",
                "--seeds=1",
            ]),
            ["accrete compare --data sample --arms cumulative scratch --seeds 1 --out runs/quick"] = Trial.Runs(
                OnSample
            ),
            ["accrete compare --data cifar10 --data-root DIR --recipe default --seeds 3 --out runs/cifar10"] =
                Trial.Resolves(),
            [
                "accrete compare --recipe default --network NAME --set network.width=WIDTH --arms cumulative scratch "
                    + "--seeds SEEDS --threads 1 --set stages.1.epochs=1 --set stages.2.epochs=1 "
                    + "--set stages.3.epochs=10 --set stages.1.data=0.5 --set stages.2.data=1 "
                    + "--set pruning.threshold=0.9999 --set pruning.from=3 --set growth.newChannels=fresh "
                    + "--out runs/NAME"
            ] = Trial
                .Resolves()
                .With(("NAME", "resnet20"), ("network.width=WIDTH", "network.width=0.5"), ("SEEDS", "1")),
            ["accrete compare --recipe cifar10 --threads 1 --arms cumulative scratch --out runs/cifar10"] =
                Trial.Resolves(),
            [
                "accrete compare --recipe cifar10 --threads 1 --arms cumulative scratch scratch-equal-compute "
                    + "--out runs/cifar10"
            ] = Trial.Resolves(),
            [
                "accrete compare --recipe cifar10 --threads 1 --arms cumulative scratch scratch-equal-compute "
                    + "pruned-shape --out runs/cifar10"
            ] = Trial.Resolves(),
            [
                "accrete compare --recipe fashion-mnist --threads 1 --arms cumulative scratch scratch-equal-compute "
                    + "--out runs/fashion-mnist"
            ] = Trial.Resolves(),
            [
                "accrete compare --recipe docs/results/fashion-mnist-vgg-small/cumulative/seed-1/plan.json "
                    + "--threads 1 --out runs/fashion-mnist-12"
            ] = Trial.Resolves(),
            [
                "accrete compare --recipe resnet18-fashion-mnist --threads 1 --arms cumulative scratch "
                    + "scratch-equal-compute --out runs/resnet18-fashion-mnist"
            ] = Trial.Resolves(),
            [
                "accrete compare --recipe resnet18-cifar10 --threads 1 --arms cumulative scratch "
                    + "scratch-equal-compute --out runs/resnet18-cifar10"
            ] = Trial.Resolves(),
            [
                "accrete compare --recipe vgg19-tiny-imagenet --device cuda --libtorch DIR --arms cumulative scratch "
                    + "scratch-equal-compute --out runs/vgg19-tiny-imagenet"
            ] = Trial.Resolves(),
            [
                "accrete compare --recipe tiny-imagenet --seeds 1 --threads 1 --arms cumulative scratch "
                    + "--out runs/tiny-imagenet"
            ] = Trial.Resolves(),
            ["dotnet build -c Release"] = Trial.Elsewhere("these tests were built so"),
            ["dotnet test -c Release"] = Trial.Elsewhere("these tests run so"),
            ["dotnet test -c Release --filter-class '*SymbolVersionsTests'"] = Trial.Elsewhere("these tests run so"),
            ["ACCRETE_SLOW=1 dotnet test -c Release"] = Trial.Elsewhere("these tests run so"),
            [
                "ACCRETE_NUMBER_ROUNDS=10000000 dotnet test -c Release "
                    + "--filter-class '*NumbersUnderTheCollectorTests'"
            ] = Trial.Elsewhere("takes an hour"),
            ["dotnet run -c Release --project tests/Accrete.Fuzz -- --mutations 1000000"] = Trial.Elsewhere(
                "FuzzTests run it with fewer"
            ),
            ["dotnet run -c Release --project tests/Accrete.Fuzz"] = Trial.Elsewhere("FuzzTests run it"),
            ["dotnet run -c Release --project tests/Accrete.Fuzz -- --mutations 1000000 --log fuzz.json"] =
                Trial.Elsewhere("FuzzTests run it with fewer"),
            [
                "dotnet run -c Release --project tests/Accrete.Fuzz -- --formats plan.json,checkpoint "
                    + "--mutations 50000 --seed 7"
            ] = Trial.Elsewhere("FuzzTests run it with fewer"),
            [
                "dotnet run -c Release --project tests/Accrete.Fuzz -- --formats plan.json "
                    + "--files artifacts/fuzz/plan.json/some.bin"
            ] = Trial.Elsewhere("FuzzTests try files so"),
            ["dotnet run -c Release --project bench/Accrete.Bench -- all"] = Trial.Elsewhere("takes twelve minutes"),
            ["CI=true dotnet pack -c Release -o artifacts"] = Trial.Elsewhere("the tests of packages pack"),
            ["dotnet tool restore && dotnet csharpier format src tests bench samples"] = Trial.Elsewhere(
                "changes sources"
            ),
            ["dotnet tool restore && dotnet docfx"] = Trial.Elsewhere("SiteTests run it"),
            ["apt-get install python3-torch libopenblas0-pthread"] = Trial.Elsewhere("installs packages"),
            ["dotnet new console"] = Trial.Elsewhere("the tests of packages make a project"),
            ["dotnet add package Accrete"] = Trial.Elsewhere("the tests of packages refer to it"),
            ["dotnet run"] = Trial.Elsewhere("the tests of packages run a project"),
            ["dotnet tool install --global Accrete.Tool"] = Trial.Elsewhere("the tests of packages install it"),
        };

    /// <summary>The commands of a page in their order, each once.</summary>
    public static IEnumerable<string> Of(MarkdownPage page) =>
        page
            .Blocks.Where(b => b.Language == "sh")
            .SelectMany(b => Continued().Replace(b.Body, " ").Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim())
            .Where(line => line.Length > 0)
            .Select(line => line.StartsWith("./accrete", StringComparison.Ordinal) ? line[2..] : line)
            .Distinct();

    private static Trial OnModel() => Trial.Runs("--force").With(("MODEL", "model.safetensors"));

    [GeneratedRegex(@" *\\\n *")]
    private static partial Regex Continued();

    [GeneratedRegex(@"(^|\s+)#.*$")]
    private static partial Regex Comment();
}
