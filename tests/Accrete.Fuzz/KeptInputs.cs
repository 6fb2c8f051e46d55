namespace Accrete.Fuzz;

/// <summary>
/// Inputs that were once not refused as they should be: <c>regressions/FORMAT/</c>. Every campaign begins with them.
/// </summary>
internal static class KeptInputs
{
    public static string[] Of(string format)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "regressions", format);
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)] : [];
    }
}
