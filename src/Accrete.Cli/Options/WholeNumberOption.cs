namespace Accrete.Cli.Options;

/// <summary>An option that takes a whole number within limits; null when it is not given.</summary>
internal class WholeNumberOption(string name, string description, int least, int most)
    : NumberOption<int?>(
        name,
        description,
        "N",
        $"a whole number from {least} to {most}",
        text => GivenNumber.Whole(text) is { } number && number >= least && number <= most ? (int)number : null
    );
