using System.CommandLine;

namespace Accrete.Cli.Options;

/// <summary>An option that takes numbers as <see cref="GivenNumber"/> reads them, within limits.</summary>
/// <typeparam name="T">What they become; null, or nothing, where the option is not given.</typeparam>
internal abstract class NumberOption<T> : Option<T>
{
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="form">What the help calls its value.</param>
    /// <param name="wanted">What has to be given, for the error.</param>
    /// <param name="read">Reads a text; null where it is not what is wanted.</param>
    protected NumberOption(string name, string description, string form, string wanted, Func<string, T?> read)
        : base(name)
    {
        Description = description;
        HelpName = form;
        Arity = ArgumentArity.ExactlyOne;
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (read(text) is { } number)
            {
                return number;
            }

            result.AddError($"{name} {GivenText.Shown(text)}: give {wanted}.");
            return default;
        };
    }
}
