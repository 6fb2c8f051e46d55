using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Cli;

/// <summary>A folder of ten small images for each class of <see cref="MadeModel"/>.</summary>
internal static class MadePhotos
{
    private static readonly SKColor[] Colours = [SKColors.Red, SKColors.Green, SKColors.Blue, SKColors.Yellow];

    /// <summary>Writes them and gives the folder.</summary>
    public static string Write(TemporaryFolder folder, string name = "photos")
    {
        foreach (var (label, animal) in MadeModel.Classes.Index())
        {
            for (var i = 0; i < 10; i++)
            {
                var stripe = i + 2;
                folder.Write(
                    $"{name}/{animal}/{i:00}.png",
                    Made.Png(14, 12, (x, y) => (x + y) % stripe == 0 ? SKColors.White : Colours[label])
                );
            }
        }

        return folder[name];
    }
}
