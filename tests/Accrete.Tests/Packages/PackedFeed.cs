using System.IO.Compression;
using System.Xml.Linq;
using Accrete.Tests.Repository;

namespace Accrete.Tests.Packages;

/// <summary>A folder with the packages of this build, from which projects restore them.</summary>
public sealed class PackedFeed : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly string[] Libraries = ["Accrete", "Accrete.Extensions.Hosting"];

    private readonly TemporaryFolder folder = new();

    public PackedFeed()
    {
        foreach (var library in Libraries)
        {
            Pack(library, "--no-build");
        }
    }

    internal string Path => folder.Path;

    /// <summary>Packs a project.</summary>
    internal void Pack(string project, params string[] more) =>
        Dotnet.Run(Sources.Root, ["pack", $"src/{project}", "-c", Configuration, "-o", folder.Path, .. more]);

    /// <summary>The names of the files in a package; <c>nupkg</c>, or <c>snupkg</c> for its symbols.</summary>
    internal string[] Files(string id, string kind = "nupkg")
    {
        using var package = Open(id, kind);
        return [.. package.Entries.Select(e => e.FullName)];
    }

    /// <summary>What a package says of itself, under names without a namespace.</summary>
    internal XElement Metadata(string id)
    {
        using var package = Open(id, "nupkg");
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        foreach (var element in metadata.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return metadata;
    }

    /// <summary>The version of a package, which is that of all.</summary>
    internal string Version(string id) => Metadata(id).Element("version")!.Value;

    public void Dispose() => folder.Dispose();

    private ZipArchive Open(string id, string kind) =>
        ZipFile.OpenRead(
            Directory
                .EnumerateFiles(folder.Path, $"{id}.*.{kind}")
                .Single(f => char.IsAsciiDigit(System.IO.Path.GetFileName(f)[id.Length + 1]))
        );
}
