namespace Accrete;

/// <summary>
/// The work could not be done: one line that names the file, key or value, says what is wrong and what to do.
/// </summary>
/// <param name="message">That line, written for a person.</param>
/// <param name="cause">What was caught underneath, where there is one.</param>
public class AccreteException(string message, Exception? cause = null) : Exception(message, cause);
