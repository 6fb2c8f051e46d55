using static TorchSharp.torch;

namespace Accrete.Machine;

/// <summary>
/// What a training sets in libtorch for the whole process, and puts back at its end: the number of threads, and the
/// state of the global generator, from which dropout draws. That of a GPU is not put back.
/// </summary>
internal sealed class TorchSettings : IDisposable
{
    private readonly int threads = get_num_threads();
    private readonly Tensor generator = random.get_rng_state().DetachFromDisposeScope();

    /// <param name="threads">The number of threads: it decides in which order sums are made, and so their last
    /// bits.</param>
    public TorchSettings(int threads) => set_num_threads(threads);

    public void Dispose()
    {
        random.set_rng_state(generator);
        generator.Dispose();
        set_num_threads(threads);
    }
}
