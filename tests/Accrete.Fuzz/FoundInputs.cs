namespace Accrete.Fuzz;

/// <summary>
/// Keeps inputs that were found in a folder: <c>FORMAT/SIGNATURE-N.bin</c>, with a text beside it that says what
/// happened.
/// </summary>
internal sealed class FoundInputs(string folder)
{
    public const int MostOfAKind = 3;

    private readonly Dictionary<string, int> kept = [];

    public string Folder => folder;

    public void Keep(Problem problem)
    {
        lock (kept)
        {
            var place = Path.Combine(folder, problem.Format, problem.Signature);
            var number = kept[place] = kept.GetValueOrDefault(place) + 1;
            if (number <= MostOfAKind)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.WriteAllBytes($"{place}-{number}.bin", problem.Input ?? []);
                File.WriteAllText(
                    $"{place}-{number}.txt",
                    $"{problem.Format} {problem.Number}: {problem.Kind}\n{problem.Text}\n"
                );
            }
        }
    }

    /// <summary>The kinds that were found, and how often.</summary>
    public IReadOnlyList<(string Place, int Count)> Kinds() =>
        [.. kept.Select(k => (k.Key, k.Value)).OrderBy(k => k.Key, StringComparer.Ordinal)];
}
