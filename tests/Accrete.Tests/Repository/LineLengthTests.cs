using System.Globalization;
using System.Text.RegularExpressions;

namespace Accrete.Tests.Repository;

public class LineLengthTests
{
    [Fact]
    public void No_line_of_CSharp_is_longer_than_the_editor_configuration_says()
    {
        var most = int.Parse(
            Regex
                .Match(File.ReadAllText(Path.Combine(Sources.Root, ".editorconfig")), @"(?m)^max_line_length = (\d+)$")
                .Groups[1]
                .Value,
            CultureInfo.InvariantCulture
        );

        Assert.Equal(120, most);
        Assert.Empty(Sources.CSharp().SelectMany(f => TooLong(f, most)));
    }

    // A raw string literal holds the text of a file or a page, whose lines are as long as they are there.
    private static IEnumerable<string> TooLong(string file, int most)
    {
        var raw = false;
        foreach (var (line, number) in File.ReadLines(file).Select((l, i) => (l, i + 1)))
        {
            var quotes = Regex.Count(line, "\"{3,}");
            if (line.Length > most && !raw && quotes == 0)
            {
                yield return $"{Path.GetRelativePath(Sources.Root, file)}:{number} has {line.Length} characters";
            }

            raw ^= quotes % 2 == 1;
        }
    }
}
