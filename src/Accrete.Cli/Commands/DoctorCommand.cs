using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Machine;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete doctor</c>: whether Accrete can work on this machine, and how well.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly LibTorchOption libtorch = new();
    private readonly DataRootOption dataRoot = new();
    private readonly JsonOption json = new();

    public DoctorCommand()
        : base("doctor", "Check the machine: processor, memory, libtorch, GPU, power meters, data sets.")
    {
        Options.Add(libtorch);
        Options.Add(dataRoot);
        Options.Add(json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        var machine = Diagnosis.OfThisMachine(parsed.GetValue(libtorch));
        var diagnosis = machine with { Findings = [.. machine.Findings, DataFinding.Of(parsed.GetValue(dataRoot))] };
        if (parsed.GetValue(json))
        {
            screen.Document(DoctorDocument.Of(diagnosis), DoctorJson.Default.DoctorDocument);
        }
        else
        {
            DoctorTable.Print(diagnosis, screen.People);
        }

        return diagnosis.Healthy ? ExitStatus.Done : ExitStatus.Failed;
    }
}
