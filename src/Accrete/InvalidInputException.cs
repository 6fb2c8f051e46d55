namespace Accrete;

/// <summary>
/// Something that the caller gave is wrong: a file, a folder, a key or a value. The command-line tool then ends with
/// exit status 2.
/// </summary>
public class InvalidInputException : AccreteException
{
    /// <inheritdoc cref="AccreteException(string, Exception?)"/>
    public InvalidInputException(string message, Exception? cause = null)
        : base(message, cause) { }

    /// <inheritdoc cref="AccreteException(string, IReadOnlyList{Setting})"/>
    public InvalidInputException(string message, params IReadOnlyList<Setting> settings)
        : base(message, settings) { }

    /// <inheritdoc cref="AccreteException(string, Exception?, IReadOnlyList{Setting})"/>
    public InvalidInputException(string message, Exception? cause, params IReadOnlyList<Setting> settings)
        : base(message, cause, settings) { }
}
