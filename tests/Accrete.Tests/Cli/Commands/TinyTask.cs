using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Cli.Commands;

/// <summary>
/// A recipe that trains in a second, and images for it: three classes, twelve images each, of all sizes.
/// </summary>
internal static class TinyTask
{
    private const string Recipe = """
        name = "tiny"
        precision = "fp32"
        threads = 1
        [data]
        size = 12
        holdout = 0.25
        [network]
        width = 0.1
        [optimiser]
        batch = 8
        [growth]
        calibrationImages = 8
        receiptImages = 4

        """;

    private const string Stages = """

        [[stages]]
        width = 0.5
        depth = 0.5
        data = 0.5
        [[stages]]
        epochs = 2
        """;

    /// <summary>Writes <c>recipe.toml</c> and <c>photos/</c>.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="tables">Further tables of the recipe.</param>
    public static void Write(TemporaryFolder folder, string tables = "")
    {
        folder.Write("recipe.toml", Recipe + tables + Stages);
        SKColor[] colours = [SKColors.Red, SKColors.Green, SKColors.Blue];
        for (var i = 0; i < 36; i++)
        {
            var (colour, side) = (colours[i % 3], 10 + i);
            folder.Write(
                $"photos/{"abc"[i % 3]}/{i:00}.png",
                Made.Png(side, side + 3, (x, _) => x % 5 == 0 ? SKColors.White : colour)
            );
        }
    }
}
