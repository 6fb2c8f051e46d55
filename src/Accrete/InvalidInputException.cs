namespace Accrete;

/// <summary>What the user gave is wrong: a file, a folder, a key or a value. The tool answers with status 2.</summary>
/// <inheritdoc cref="AccreteException" path="/param"/>
public class InvalidInputException(string message, Exception? cause = null) : AccreteException(message, cause);
