namespace Accrete.Datasets;

/// <summary>Says which images make up each step.</summary>
internal interface IBatchOrder
{
    /// <summary>Whether the images of a step are known already; otherwise they depend on the steps before it.</summary>
    bool Knows(long step);

    /// <summary>Writes down the images of a step, and how much each counts.</summary>
    void Fill(long step, Span<int> indices, Span<float> weights);
}
