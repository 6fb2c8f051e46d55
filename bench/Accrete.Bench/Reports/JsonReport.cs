using System.Text.Encodings.Web;
using System.Text.Json;

namespace Accrete.Bench.Reports;

/// <summary>A report for scripts.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Report report, string file) =>
        File.WriteAllText(file, JsonSerializer.Serialize(report, Format) + "\n");
}
