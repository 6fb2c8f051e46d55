using Accrete.Machine;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>A diagnosis as people read it.</summary>
internal static class DoctorTable
{
    public static void Print(Diagnosis diagnosis, IAnsiConsole console)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(1).PadRight(1))
            .AddColumn(new GridColumn().NoWrap().PadRight(2))
            .AddColumn(new GridColumn().PadRight(0));
        foreach (var finding in diagnosis.Findings)
        {
            grid.AddRow(Mark(finding.Level), new Text(finding.Name), new Text(finding.Value));
            if (finding.Advice is { } advice)
            {
                grid.AddRow(
                    Text.Empty,
                    Text.Empty,
                    new Text(advice, new Style(finding.Level == FindingLevel.Failure ? Color.Red : Color.Grey))
                );
            }
        }

        console.Write(grid);
        console.WriteLine();
        console.WriteLine(Verdict(diagnosis));
    }

    private static Text Mark(FindingLevel level) =>
        level switch
        {
            FindingLevel.Good => new Text("ok", new Style(Color.Green)),
            FindingLevel.Note => new Text("--", new Style(Color.Yellow)),
            _ => new Text("FAIL", new Style(Color.Red, decoration: Decoration.Bold)),
        };

    private static string Verdict(Diagnosis diagnosis)
    {
        var failures = diagnosis.Findings.Count(f => f.Level == FindingLevel.Failure);
        return failures switch
        {
            0 => "This machine is ready for Accrete.",
            1 => "1 thing keeps Accrete from working here; what to do stands below it.",
            _ => $"{failures} things keep Accrete from working here; what to do stands below each.",
        };
    }
}
