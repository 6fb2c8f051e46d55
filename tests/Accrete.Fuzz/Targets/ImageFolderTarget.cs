using Accrete.Datasets;
using Accrete.Tests;
using Accrete.Tests.Datasets;

namespace Accrete.Fuzz.Targets;

/// <summary>A folder of images by class: the names of its folders and files, and its images.</summary>
internal sealed class ImageFolderTarget() : DataFolderTarget("image-folder", 0.3)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [Bundle.Names, Bundle.Names, Bundle.Contents((".png", Png.Any), (".jpg", Bytes.Any), (".bmp", Bytes.Any))];

    protected override DatasetRequest Request(string folder) => new() { NameOrPath = folder, Size = 8 };

    protected override void Write(TemporaryFolder folder)
    {
        SmallSets.WriteImageFolder(folder, "train");
        folder.Write("test/red/a.png", File.ReadAllBytes(folder["train/red/0.png"]));
        folder.Write("test/blue/b.png", File.ReadAllBytes(folder["train/blue/4.png"]));
    }
}
