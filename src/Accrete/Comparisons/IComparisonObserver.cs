using Accrete.Cumulative;

namespace Accrete.Comparisons;

/// <summary>Hears how a comparison goes on.</summary>
internal interface IComparisonObserver
{
    /// <summary>It is known how many runs there will be.</summary>
    /// <param name="runs">All.</param>
    /// <param name="finished">Those of them that are finished already.</param>
    void Planned(int runs, int finished) { }

    /// <summary>A run begins, or goes on.</summary>
    /// <param name="arm">Its arm.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="schedule">What it will train.</param>
    /// <returns>Who hears of the run itself; null for nobody.</returns>
    IRunObserver? Begins(Arm arm, int seed, Schedule schedule);

    /// <summary>An arm is left out: for this plan it would train what another one does.</summary>
    void LeftOut(Arm arm);

    /// <summary>A run is finished.</summary>
    void Finished(Arm arm, ComparedRun run);
}
