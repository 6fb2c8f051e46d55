namespace Accrete;

/// <summary>
/// Work failed. The message is one line that names the file, key or value, says what is wrong and what to do.
/// </summary>
public class AccreteException : Exception
{
    private const string Colon = ": ";

    /// <param name="message">The line, written for a person: <c>SUBJECT: what is wrong; what to do.</c></param>
    /// <param name="cause">The exception that caused this one, if any.</param>
    public AccreteException(string message, Exception? cause = null)
        : this(message, cause, []) { }

    /// <param name="message">The line, written for a person: <c>SUBJECT: what is wrong; what to do.</c></param>
    /// <param name="settings">The settings that can be changed so that the work succeeds.</param>
    public AccreteException(string message, params IReadOnlyList<Setting> settings)
        : this(message, null, settings) { }

    /// <param name="message">The line, written for a person: <c>SUBJECT: what is wrong; what to do.</c></param>
    /// <param name="cause">The exception that caused this one, if any; its <see cref="Settings"/> are taken
    /// over.</param>
    /// <param name="settings">The settings that can be changed so that the work succeeds.</param>
    public AccreteException(string message, Exception? cause, params IReadOnlyList<Setting> settings)
        : base(message, cause)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(settings);
        Settings = [.. settings.Concat((cause as AccreteException)?.Settings ?? []).Distinct()];
        Subject = message.Split(Colon, 2) is [var subject, _] ? subject : null;
    }

    /// <summary>Gets the file, key or value that the error is about; null if it is about none.</summary>
    public string? Subject { get; }

    /// <summary>Gets the settings that can be changed so that the work succeeds; mostly none.</summary>
    public IReadOnlyList<Setting> Settings { get; }
}
