namespace Accrete.Cli.Options;

/// <summary>
/// An option that takes a size in parts of the pixel range, as a number or a fraction such as 8/255; null when it is
/// not given.
/// </summary>
internal sealed class PixelSizeOption(string name, string description)
    : NumberOption<double?>(
        name,
        description,
        "F",
        "a number from 1/255 to 1, in parts of the pixel range, such as 8/255",
        Read
    )
{
    // A number that people round, such as 0.0039, is one value of 8 bits too.
    private const double Least = 0.0039;

    private static double? Read(string text)
    {
        double?[] parts = [.. text.Split('/').Select(GivenNumber.Of)];
        var size = parts switch
        {
            [{ } whole] => whole,
            [{ } above, { } below] => above / below,
            _ => double.NaN,
        };
        return size is >= Least and <= 1 ? Math.Max(size, 1.0 / 255) : null;
    }
}
