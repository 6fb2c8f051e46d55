using System.Text.RegularExpressions;

namespace Accrete.Tests.Repository;

/// <summary>A Markdown file, as far as tests look into it.</summary>
/// <param name="Name">Its path below the root, with slashes.</param>
/// <param name="Text">What is in it.</param>
internal sealed partial record MarkdownPage(string Name, string Text)
{
    /// <summary>The targets of its links and images, as they are written.</summary>
    public IEnumerable<string> Links => Link().Matches(WithoutBlocks).Select(m => m.Groups[1].Value);

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors => Heading().Matches(WithoutBlocks).Select(m => Anchor(m.Groups[1].Value));

    /// <summary>Its fenced blocks.</summary>
    public IEnumerable<MarkdownBlock> Blocks =>
        Block()
            .Matches(Text)
            .Select(m => new MarkdownBlock(
                m.Groups["language"].Value,
                m.Groups["snippet"].Value,
                m.Groups["body"].Value
            ));

    private string WithoutBlocks => Block().Replace(Text, "");

    // Letters, digits, hyphens and underscores stay, spaces become hyphens, and everything else goes.
    private static string Anchor(string heading) =>
        NotInAnchor().Replace(Linked().Replace(heading, "$1").ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Linked();

    [GeneratedRegex(@"^#+ (.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\-_ ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(
        @"(?:^<!-- snippet: (?<snippet>[\w-]+) -->\n)?^```(?<language>\w*)\n(?<body>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();
}
