namespace Accrete.Datasets;

/// <summary>One image of a set.</summary>
/// <param name="Name">What it is called there: its path as it is on the disk, or its part and its number.</param>
/// <param name="Identity">The name by which it is known again, the same for all spellings of its part.</param>
/// <param name="Class">The name of its class.</param>
/// <param name="Hash">The SHA-256 of what it is decoded from, in lower-case hexadecimal.</param>
internal sealed record ListedImage(string Name, string Identity, string Class, string Hash);
