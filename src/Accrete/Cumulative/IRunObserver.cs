using Accrete.Costs;
using Accrete.Growth;

namespace Accrete.Cumulative;

/// <summary>Hears of a run as it goes.</summary>
public interface IRunObserver
{
    /// <summary>A network has grown into a stage's.</summary>
    void Grown(Stage stage, IReadOnlyList<Receipt> receipts);

    /// <summary>A stage was made longer or shorter to fit the run's budget.</summary>
    /// <param name="stage">The stage as it is now.</param>
    /// <param name="spent">What the run is to have spent at its end.</param>
    void Forecast(Stage stage, Budget spent);

    /// <summary>A step is done.</summary>
    void Stepped(TrainingProgress progress);

    /// <summary>A stage is complete.</summary>
    void Completed(StageOutcome outcome);
}
