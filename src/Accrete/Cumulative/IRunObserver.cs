using Accrete.Growth;

namespace Accrete.Cumulative;

/// <summary>Hears of a run as it goes.</summary>
public interface IRunObserver
{
    /// <summary>A network has grown into a stage's.</summary>
    void Grown(Stage stage, IReadOnlyList<Receipt> receipts);

    /// <summary>A step is done.</summary>
    void Stepped(TrainingProgress progress);

    /// <summary>A stage is complete.</summary>
    void Completed(StageOutcome outcome);
}
