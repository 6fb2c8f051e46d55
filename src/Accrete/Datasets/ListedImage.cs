namespace Accrete.Datasets;

/// <summary>One image of a set.</summary>
/// <param name="Name">What it is called there: its part and its path or number.</param>
/// <param name="Class">The name of its class.</param>
/// <param name="Hash">The SHA-256 of what it is decoded from, in lower-case hexadecimal.</param>
internal sealed record ListedImage(string Name, string Class, string Hash);
