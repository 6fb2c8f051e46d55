namespace Accrete.Costs;

/// <summary>The unit of a budget.</summary>
public enum BudgetUnit
{
    /// <summary>Time of the run, in seconds.</summary>
    Seconds,

    /// <summary>Multiply-accumulates of all work except tests.</summary>
    Macs,

    /// <summary>Energy of the run, in joules: measured if there is a meter, otherwise modeled.</summary>
    Joules,
}
