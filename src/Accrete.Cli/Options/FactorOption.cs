namespace Accrete.Cli.Options;

/// <summary>An option that takes a number within limits; null when it is not given.</summary>
internal sealed class FactorOption(string name, string description, double least, double most)
    : NumberOption<double?>(
        name,
        description,
        "F",
        $"a number from {AskedNumber.Text(least)} to {AskedNumber.Text(most)}",
        text => GivenNumber.Within(text, least, most)
    );
