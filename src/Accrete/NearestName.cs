namespace Accrete;

/// <summary>Finds what was probably meant by a name that is not known.</summary>
internal static class NearestName
{
    // Nobody mistypes a name of this length, and comparing takes time by the square of it.
    private const int Longest = 200;

    /// <summary>The nearest known name; null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length > Longest)
        {
            return null;
        }

        var (nearest, distance) = known
            .Where(k => k.Length <= Longest)
            .Select(k => (Name: k, Distance: Distance(name, k)))
            .OrderBy(k => k.Distance)
            .ThenBy(k => k.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= Math.Max(2, name.TrimStart('-').Length / 2) ? nearest : null;
    }

    /// <summary>", did you mean 'x'?" for the nearest known name, or nothing when none is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Find(name, known) is { } nearest ? $", did you mean '{nearest}'?" : "";

    // Levenshtein's: how many letters must be put in, taken out or changed.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
