namespace Accrete;

/// <summary>
/// The work could not be done. The message is one line that names the file, key or value, says what is wrong and what
/// to do.
/// </summary>
public class AccreteException : Exception
{
    private const string Colon = ": ";

    /// <param name="message">The line, written for a person: <c>SUBJECT: what is wrong; what to do.</c></param>
    /// <param name="cause">What was caught underneath, where there is one.</param>
    public AccreteException(string message, Exception? cause = null)
        : this(message, cause, []) { }

    /// <param name="message">The line, written for a person: <c>SUBJECT: what is wrong; what to do.</c></param>
    /// <param name="settings">What can be set otherwise so that the work can be done.</param>
    public AccreteException(string message, params IReadOnlyList<Setting> settings)
        : this(message, null, settings) { }

    /// <param name="message">The line, written for a person: <c>SUBJECT: what is wrong; what to do.</c></param>
    /// <param name="cause">What was caught underneath; what can be set is taken over from it.</param>
    /// <param name="settings">What can be set otherwise so that the work can be done.</param>
    public AccreteException(string message, Exception? cause, params IReadOnlyList<Setting> settings)
        : base(message, cause)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(settings);
        Settings = [.. settings.Concat((cause as AccreteException)?.Settings ?? []).Distinct()];
        Subject = message.Split(Colon, 2) is [var subject, _] ? subject : null;
    }

    /// <summary>The file, key or value that the error is about; null where it is about none.</summary>
    public string? Subject { get; }

    /// <summary>What can be set otherwise so that the work can be done; mostly nothing.</summary>
    public IReadOnlyList<Setting> Settings { get; }
}
