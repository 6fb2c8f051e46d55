using System.Text.Json;

namespace Accrete.Files.Trees;

/// <summary>
/// Recognises folders that Accrete wrote, which are no part of a data set although they may lie below one.
/// </summary>
internal static class OwnOutput
{
    private const long Largest = 64 << 20;

    // Each is written into its folder, and says there which version wrote it or what was planned.
    private static readonly (string File, string[] Members)[] Marks =
    [
        ("plan.json", ["data", "network", "stages"]),
        ("comparison.json", ["schema", "arms"]),
        ("evaluation.json", ["schema", "models"]),
        ("detection.json", ["schema", "dataset"]),
    ];

    /// <summary>Whether a folder with these entries is one.</summary>
    public static bool Is(string folder, IReadOnlyList<FolderEntry> entries) =>
        Marks.Any(m =>
            entries.Any(e => e.Kind == PlaceKind.File && e.Name == m.File)
            && Has(Path.Combine(folder, m.File), m.Members)
        );

    private static bool Has(string file, string[] members)
    {
        try
        {
            using var stream = SourceFile.Open(file);
            if (stream.Length > Largest)
            {
                return false;
            }

            using var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && members.All(m => document.RootElement.TryGetProperty(m, out _));
        }
        catch (Exception e) when (e is JsonException or AccreteException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
