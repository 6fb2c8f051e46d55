using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Accrete.Networks;

namespace Accrete.Tests.Repository;

/// <summary>What CONTRIBUTING says of names, and of where types and tests lie.</summary>
public partial class NamesTests
{
    private static readonly string[] UnwantedEndings = ["Utils", "Util", "Helpers", "Helper", "Manager"];
    private static readonly string[] Unwanted = ["Common", "Core"];

    // Tests of more than one source, in folders of their own.
    private static readonly string[] OfTheWhole = ["Packages", "Peers", "Repository", "Torture"];

    // What belongs to the whole process: the libtorch that it has loaded, and the files that it is writing.
    private static readonly string[] StaticState = ["LibTorch.loaded", "OngoingWrites.count"];

    private static readonly Dictionary<string, string> Projects = new()
    {
        ["Cli"] = "Accrete.Cli",
        ["Hosting"] = "Accrete.Extensions.Hosting",
        ["Weaver"] = "Accrete.Weaver",
    };

    private static readonly string[] Source =
    [
        .. Sources
            .CSharp()
            .Select(f => Path.GetRelativePath(Sources.Root, f).Replace('\\', '/'))
            .Where(f => f.StartsWith("src/", StringComparison.Ordinal)),
    ];

    [Fact]
    public void A_file_has_one_public_type_and_its_name() =>
        Assert.Empty(
            from file in Source
            where !file.EndsWith("/Program.cs", StringComparison.Ordinal)
            let types = Types(TextOf(file))
            where types.Length == 0 || types[0].Name != NameOf(file) || types.Skip(1).Any(t => t.IsPublic)
            select $"{file}: {string.Join(", ", types.Select(t => t.Name))}"
        );

    [Fact]
    public void Names_say_what_a_thing_is() =>
        Assert.DoesNotContain(
            Source
                .SelectMany(f => Path.ChangeExtension(f, null).Split('/').Skip(1))
                .Concat(Source.SelectMany(f => Types(TextOf(f)).Select(t => t.Name))),
            name => Unwanted.Contains(name) || UnwantedEndings.Any(e => name.EndsWith(e, StringComparison.Ordinal))
        );

    [Fact]
    public void Tests_of_one_source_lie_beside_it()
    {
        var sources = Source.ToLookup(NameOf);

        Assert.Empty(
            from file in TestFiles()
            where file.EndsWith("Tests.cs", StringComparison.Ordinal)
            let tested = sources[NameOf(file)[..^"Tests".Length]].ToArray()
            where tested.Length > 0 && !tested.Contains(PlaceOfSource(file))
            select $"{file}: {string.Join(", ", tested)}"
        );
    }

    [Fact]
    public void Folders_of_tests_are_those_of_sources() =>
        Assert.DoesNotContain(
            TestFiles()
                .Where(f => f.Contains('/', StringComparison.Ordinal))
                .Select(f => f[..f.LastIndexOf('/')])
                .Where(f => !OfTheWhole.Contains(f.Split('/')[0])),
            folder => !Source.Any(s => s.StartsWith(PlaceOf(folder) + "/", StringComparison.Ordinal))
        );

    [Fact]
    public void Classes_are_sealed_static_or_made_to_be_derived_from() =>
        Assert.DoesNotContain(
            Written(),
            t => t.IsClass && !t.IsSealed && !t.IsAbstract && !Written().Any(d => d.BaseType == t)
        );

    [Fact]
    public void Nothing_static_can_be_set() =>
        Assert.Equal(
            StaticState,
            Written()
                .SelectMany(t =>
                    t.GetFields(
                        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                    )
                )
                .Where(f => !f.IsInitOnly && !f.IsLiteral && !IsMade(f))
                .Select(f => $"{f.DeclaringType!.Name}.{f.Name}")
                .Order(StringComparer.Ordinal)
        );

    private static Type[] Written() => [.. typeof(Network).Assembly.GetTypes().Where(t => !IsMade(t))];

    private static bool IsMade(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || member.Name.Contains('<', StringComparison.Ordinal)
        || member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
        || (member.DeclaringType is { } outer && IsMade(outer));

    private static IEnumerable<string> TestFiles() =>
        Sources
            .CSharp()
            .Select(f =>
                Path.GetRelativePath(Path.Combine(Sources.Root, "tests", "Accrete.Tests"), f).Replace('\\', '/')
            )
            .Where(f => !f.StartsWith("..", StringComparison.Ordinal));

    private static string PlaceOfSource(string test) => PlaceOf(test)[..^"Tests.cs".Length] + ".cs";

    // Cli/Options of the tests is src/Accrete.Cli/Options, and Costs is src/Accrete/Costs.
    private static string PlaceOf(string inTests)
    {
        var parts = inTests.Split('/');
        return Projects.TryGetValue(parts[0], out var project)
            ? string.Join('/', ["src", project, .. parts[1..]])
            : string.Join('/', ["src", "Accrete", .. parts]);
    }

    private static string TextOf(string file) => File.ReadAllText(Path.Combine(Sources.Root, file));

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);

    private static (string Name, bool IsPublic)[] Types(string text) =>
        [.. Declaration().Matches(text).Select(m => (m.Groups["name"].Value, m.Groups["access"].Value == "public"))];

    [GeneratedRegex(
        @"^(?<access>public|internal|file) ((static|sealed|abstract|readonly|partial|ref|unsafe) )*"
            + @"(class|struct|interface|enum|record( struct| class)?|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Declaration();
}
