using Accrete.Networks;

namespace Accrete.Training;

/// <summary>Changes the weights of one network by their gradients.</summary>
public interface IOptimizer : IDisposable
{
    /// <summary>Sets the learning rate of the next step.</summary>
    void SetRate(double rate);

    /// <summary>Changes the weights by their gradients, and clears those.</summary>
    void Update();

    /// <summary>
    /// A copy of its state, which the caller owns: the moments of the gradients by parameter name. When the network
    /// grows or is pruned they follow its channels, and the next optimizer begins with them.
    /// </summary>
    OptimiserState CopyState();
}
