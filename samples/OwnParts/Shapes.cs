using Accrete.Blueprints;
using Accrete.Datasets;

/// <summary>
/// A data source: grey images of 16 x 16 pixels with a filled square or a ring, drawn by the program.
/// </summary>
internal static class Shapes
{
    private const int Side = 16;

    public static Dataset Draw(int train, int test)
    {
        var random = new Random(1);
        // What the images are decides the sum: these are always the same for the same numbers.
        return new Dataset("shapes", ["square", "ring"], Some(train, random), Some(test, random), $"{train}-{test}");
    }

    private static ImageSet Some(int count, Random random)
    {
        var pixels = new byte[count * Side * Side];
        var labels = new long[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = image % 2;
            var (row, column, radius) = (random.Next(5, 11), random.Next(5, 11), random.Next(3, 6));
            for (var at = 0; at < Side * Side; at++)
            {
                var (y, x) = (Math.Abs((at / Side) - row), Math.Abs((at % Side) - column));
                var inside =
                    labels[image] == 0 ? Math.Max(x, y) < radius : Math.Abs(Math.Sqrt((x * x) + (y * y)) - radius) < 1;
                pixels[(image * Side * Side) + at] = (byte)
                    Math.Clamp((inside ? 190 : 50) + random.Next(-50, 50), 0, 255);
            }
        }

        return ImageSet.Of(new ImageShape(1, Side, Side), pixels, labels);
    }
}
