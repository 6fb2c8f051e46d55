using Accrete.Networks;

namespace Accrete.Training;

/// <summary>An optimizer: changes the weights of one network by their gradients.</summary>
public interface IOptimizer : IDisposable
{
    /// <summary>Sets the learning rate of the next step.</summary>
    void SetRate(double rate);

    /// <summary>Changes the weights by their gradients, and clears the gradients.</summary>
    void Update();

    /// <summary>
    /// Copies the optimizer's state, which is the moments of the gradients by parameter name; the caller owns the copy.
    /// When the network grows or is pruned, the moments follow its channels, and the next optimizer begins with them.
    /// </summary>
    OptimiserState CopyState();
}
