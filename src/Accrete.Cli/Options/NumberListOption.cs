namespace Accrete.Cli.Options;

/// <summary>
/// An option that takes numbers within limits with commas between; an empty list when it is not given.
/// </summary>
internal sealed class NumberListOption(string name, string description, double least, double most)
    : NumberOption<float[]>(
        name,
        description,
        "N,...",
        $"numbers from {AskedNumber.Text(least)} to {AskedNumber.Text(most)} with commas between, one for each channel",
        text => Read(text, least, most)
    )
{
    private static float[]? Read(string text, double least, double most)
    {
        double?[] numbers = [.. text.Split(',').Select(part => GivenNumber.Within(part, least, most))];
        return numbers.Contains(null) ? null : [.. numbers.Select(n => (float)n!.Value)];
    }
}
