using System.Text.RegularExpressions;

namespace Accrete.Tests.Repository;

public partial class MarkdownLinksTests
{
    [Fact]
    public void Every_link_leads_to_a_file_or_heading_that_is_there() =>
        Assert.Empty(MarkdownPages.All.SelectMany(p => p.Links.Where(l => !Leads(p, l)).Select(l => $"{p.Name}: {l}")));

    [Fact]
    public void Every_page_of_docs_that_a_source_names_is_there() =>
        Assert.Empty(
            Sources
                .CSharp()
                .Concat(Directory.EnumerateFiles(Path.Combine(Sources.Root, "recipes"), "*.toml"))
                .SelectMany(f =>
                    Page()
                        .Matches(File.ReadAllText(f))
                        .Select(m => m.Value)
                        .Where(l => !Exists(l))
                        .Select(l => $"{f}: {l}")
                )
        );

    // For readers of the repository, and for those of the site that docfx makes.
    [Theory]
    [InlineData("index.md")]
    [InlineData("toc.yml")]
    public void Every_page_of_docs_is_in_the_tables_of_contents(string table)
    {
        var text = File.ReadAllText(Path.Combine(Sources.Root, "docs", table));

        Assert.DoesNotContain(
            MarkdownPages
                .All.Where(p => p.Name.StartsWith("docs/", StringComparison.Ordinal) && p.Name != "docs/index.md")
                .Select(p => p.Name["docs/".Length..]),
            page => !Regex.IsMatch(text, $@"[\s(]{Regex.Escape(page)}\b")
        );
    }

    [Theory]
    [InlineData("# What `--set` does, and why", "what---set-does-and-why")]
    [InlineData("## Six epochs: the small VGG", "six-epochs-the-small-vgg")]
    [InlineData("## model.safetensors", "modelsafetensors")]
    public void Anchors_are_those_of_GitHub(string heading, string anchor) =>
        Assert.Equal([anchor], new MarkdownPage("page.md", heading).Anchors);

    [Fact]
    public void A_link_in_a_block_is_none() =>
        Assert.Equal(["a.md"], new MarkdownPage("page.md", "[a](a.md)\n```sh\n[b](b.md)\n```\n").Links);

    private static bool Leads(MarkdownPage page, string link)
    {
        if (link.StartsWith("https://", StringComparison.Ordinal))
        {
            return true;
        }

        var (file, anchor) = link.Split('#') is [var f, var a] ? (f, a) : (link, "");
        var target = file.Length == 0 ? page.Name : Resolved(page.Name, file);
        return Exists(target)
            && (anchor.Length == 0 || MarkdownPages.All.Single(p => p.Name == target).Anchors.Contains(anchor));
    }

    private static string Resolved(string page, string file) =>
        Path.GetRelativePath(
                Sources.Root,
                Path.GetFullPath(Path.Combine(Sources.Root, Path.GetDirectoryName(page)!, file))
            )
            .Replace('\\', '/');

    private static bool Exists(string path) => Path.Exists(Path.Combine(Sources.Root, path));

    [GeneratedRegex(@"\bdocs/[\w-]+\.md\b")]
    private static partial Regex Page();
}
