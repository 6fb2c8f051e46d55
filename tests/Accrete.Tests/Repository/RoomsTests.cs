using System.Text.RegularExpressions;

namespace Accrete.Tests.Repository;

/// <summary>The folders of the library, called rooms here, in the order that CONTRIBUTING gives.</summary>
public partial class RoomsTests
{
    private static readonly string Library = Path.Combine(Sources.Root, "src", "Accrete") + Path.DirectorySeparatorChar;

    private static readonly string[] Order =
    [
        .. Room()
            .Matches(
                Table()
                    .Match(File.ReadAllText(Path.Combine(Sources.Root, "CONTRIBUTING.md")).ReplaceLineEndings("\n"))
                    .Value
            )
            .Select(m => m.Groups[1].Value),
    ];

    [Fact]
    public void CONTRIBUTING_lists_every_room() =>
        Assert.Equal(
            Sources
                .CSharp()
                .Where(f => f.StartsWith(Library, StringComparison.Ordinal))
                .Select(RoomOf)
                .Where(r => r.Length > 0)
                .Distinct()
                .Order(StringComparer.Ordinal),
            Order.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_room_uses_only_those_before_it() =>
        Assert.Empty(
            from file in Sources.CSharp()
            where file.StartsWith(Library, StringComparison.Ordinal)
            let room = RoomOf(file)
            from used in Used(File.ReadAllText(file), room)
            where room.Length == 0 || Array.IndexOf(Order, used) > Array.IndexOf(Order, room)
            select $"{Path.GetRelativePath(Library, file)} uses {used}"
        );

    [Theory]
    [InlineData("using Accrete.Storage;", "Storage")]
    [InlineData("using static Accrete.Reports.HtmlPage;", "Reports")]
    [InlineData("using Kept = Accrete.Files.Trees.PassedOver;", "Files")]
    [InlineData("var x = Networks.Network.Of(1);", "Networks")]
    [InlineData("/// <see cref=\"Storage.RunFolder\"/>")]
    [InlineData("plan.Pruning.By")]
    public void Directives_and_qualified_names_are_uses(string line, params string[] rooms) =>
        Assert.Equal(rooms, Used(line, "Blueprints"));

    private static string RoomOf(string file) =>
        Path.GetRelativePath(Library, file).Split(Path.DirectorySeparatorChar) is [var room, _, ..] ? room : "";

    // A name that a file has a member of is no room: it stands behind a point, or is followed by no type of it.
    private static IEnumerable<string> Used(string text, string room)
    {
        var code = Comment().Replace(text, "");
        return Directive()
            .Matches(code)
            .Select(m => m.Groups[1].Value)
            .Concat(Qualified().Matches(code).Where(IsType).Select(m => m.Groups[1].Value))
            .Where(r => Order.Contains(r) && r != room)
            .Distinct();
    }

    private static bool IsType(Match name) =>
        File.Exists(Path.Combine(Library, name.Groups[1].Value, $"{name.Groups[2].Value}.cs"))
        || Directory.Exists(Path.Combine(Library, name.Groups[1].Value, name.Groups[2].Value));

    [GeneratedRegex(@"(?<=^\| folder of the library [^\n]*\n)(\|[^\n]*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Room();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bAccrete\.(\w+)")]
    private static partial Regex Directive();

    [GeneratedRegex(@"(?<![\w.])(\w+)\.([A-Z]\w*)")]
    private static partial Regex Qualified();
}
