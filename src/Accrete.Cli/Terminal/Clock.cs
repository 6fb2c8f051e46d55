using System.Globalization;

namespace Accrete.Cli.Terminal;

/// <summary>Lengths of time as people read them.</summary>
internal static class Clock
{
    /// <summary>Seconds as <c>1:42</c> or <c>3:04:05</c>.</summary>
    public static string Text(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Max(0, Math.Round(seconds)));
        return time.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
            );
    }
}
