using ScottPlot;

namespace Accrete.Reports;

/// <summary>The colours of what is compared: blue first, and none told from another by red and green alone.</summary>
internal static class ArmColours
{
    private static readonly string[] Colours = ["#2563eb", "#111827", "#d97706", "#7c3aed", "#0d9488"];

    /// <summary>The colour of one of them; they repeat after the fifth.</summary>
    public static Color At(int index) => Color.FromHex(Colours[index % Colours.Length]);
}
