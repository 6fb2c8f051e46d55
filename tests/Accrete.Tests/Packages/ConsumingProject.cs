namespace Accrete.Tests.Packages;

/// <summary>An empty project outside of the repository, which refers to packages and has no other setting.</summary>
internal sealed class ConsumingProject : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Writes it: a console program of one file.</summary>
    public ConsumingProject(PackedFeed feed, string program, params string[] packages)
    {
        folder.Write("Program.cs", program);
        folder.Write(
            "app.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(p =>
                    $"<PackageReference Include=\"{p}\" Version=\"{feed.Version(p)}\" />"))}
              </ItemGroup>
            </Project>
            """
        );
        folder.Write(
            "nuget.config",
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder["packages"]}" /></config>
              <packageSources><add key="packed" value="{feed.Path}" /></packageSources>
              <fallbackPackageFolders>{Warm()}</fallbackPackageFolders>
            </configuration>
            """
        );
    }

    public string Path => folder.Path;

    public string this[string name] => folder[name];

    /// <summary>Runs <c>dotnet</c> in its folder.</summary>
    public string Dotnet(params string[] arguments) => Packages.Dotnet.Run(folder.Path, arguments);

    /// <summary>The files below a folder, relative to it, with slashes.</summary>
    public string[] Files(string below) =>
        [
            .. Directory
                .EnumerateFiles(folder[below], "*", SearchOption.AllDirectories)
                .Select(f => System.IO.Path.GetRelativePath(folder[below], f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => folder.Dispose();

    // What this build restored is not fetched again, except where slow tests are wanted. A package of Accrete itself
    // that somebody installed there would be taken for the one under test.
    private static string Warm()
    {
        var own = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".nuget",
                "packages"
            );
        return Slow.IsWanted || Directory.Exists(System.IO.Path.Combine(own, "accrete"))
            ? ""
            : $"<add key=\"warm\" value=\"{own}\" />";
    }
}
