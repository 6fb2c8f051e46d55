namespace Accrete.Costs;

/// <summary>What a budget is counted in.</summary>
public enum BudgetUnit
{
    /// <summary>Time of the run.</summary>
    Seconds,

    /// <summary>Multiply-accumulates of training: of all work but tests.</summary>
    Macs,

    /// <summary>Energy of the run, measured where there is a meter and modelled where there is none.</summary>
    Joules,
}
