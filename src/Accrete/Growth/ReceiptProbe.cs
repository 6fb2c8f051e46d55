using System.Diagnostics;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>
/// Measures transformations on the same real images, in the type of the weights whatever the precision of training.
/// </summary>
internal sealed class ReceiptProbe : IDisposable
{
    /// <summary>The largest change in eval mode that counts as keeping the function in float32.</summary>
    public const double Tolerance = 1e-4;

    private readonly Tensor images;
    private readonly CancellationToken stop;

    /// <param name="images">Normalised images, <c>[N, C, H, W]</c>; copied.</param>
    /// <param name="clock">Books the work; null for none.</param>
    /// <param name="stop">Stops a measurement before the next question to a network.</param>
    public ReceiptProbe(Tensor images, WorkClock? clock = null, CancellationToken stop = default)
    {
        this.stop = stop;
        this.images = images.clone().DetachFromDisposeScope();
        Clock = clock;
    }

    /// <summary>What books the work of measuring and growing; null where nothing does.</summary>
    public WorkClock? Clock { get; }

    /// <summary>Makes a transformation and measures what it changed.</summary>
    /// <param name="kind">"widen", "deepen" or "prune".</param>
    /// <param name="before">The network before it.</param>
    /// <param name="transform">The transformation.</param>
    /// <param name="exact">Whether the function has to be kept.</param>
    /// <exception cref="AccreteException">Throws if the function was not kept.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public (Transformed After, Receipt Receipt) Measure(
        string kind,
        Network before,
        Func<Transformed> transform,
        bool exact = true
    )
    {
        using var scope = NewDisposeScope();
        ProbedLogits? logits = null;
        return Measure(kind, before, ref logits, transform, exact);
    }

    /// <summary>
    /// The same for a network that may have been asked already. On success <paramref name="logits"/> becomes what the
    /// network after it answers, in the caller's dispose scope, so that of several transformations in a row each
    /// network is asked only once.
    /// </summary>
    internal (Transformed After, Receipt Receipt) Measure(
        string kind,
        Network before,
        ref ProbedLogits? logits,
        Func<Transformed> transform,
        bool exact = true
    )
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        logits ??= Ask(before);
        var after = transform();
        Clock?.Book(Purpose.Growth);
        try
        {
            var now = Ask(after.Network);
            var change = RelativeChange(logits.Eval, now.Eval);
            // Not a number compares as false: only a change that is known to be small passes.
            if (exact && !(change <= Tolerance))
            {
                throw new AccreteException(
                    $"{kind}: the network did not keep its function: a logit changed by {change:g3} of the "
                        + $"largest, {Tolerance:g1} is allowed. Nothing was written; please report this with the "
                        + "run's plan.json."
                );
            }

            var detail = Describe(
                before.Blueprint,
                after.Network.Blueprint,
                logits.Eval.abs().max().to_type(ScalarType.Float64).item<double>(),
                clock.Elapsed.TotalSeconds
            );
            var receipt = new Receipt(kind, change, RelativeChange(logits.Train, now.Train), detail);
            logits = new ProbedLogits(now.Eval.MoveToOuterDisposeScope(), now.Train.MoveToOuterDisposeScope());
            return (after, receipt);
        }
        catch
        {
            after.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => images.Dispose();

    private ProbedLogits Ask(Network network)
    {
        stop.ThrowIfCancellationRequested();
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        // On a copy: a pass in train mode moves the running statistics.
        using var copy = network.CopyInFullPrecision();
        // What dropout draws has nothing to do with the transformation.
        copy.DropsOut = false;
        copy.IsTraining = false;
        var eval = copy.Forward(images);
        stop.ThrowIfCancellationRequested();
        copy.IsTraining = true;
        var train = copy.Forward(images);
        Clock?.Book(Purpose.Probes, Work.Forward(network.Blueprint, images.shape[0]) * 2);
        return new ProbedLogits(eval.MoveToOuterDisposeScope(), train.MoveToOuterDisposeScope());
    }

    // Logits that are all 0 have no scale; when they stay so, nothing has changed.
    private static double RelativeChange(Tensor before, Tensor after)
    {
        var change = (after - before).abs().max().to_type(ScalarType.Float64).item<double>();
        return change == 0 ? 0 : change / before.abs().max().to_type(ScalarType.Float64).item<double>();
    }

    private ReceiptDetail Describe(Blueprint before, Blueprint after, double scale, double seconds)
    {
        var groups = new ChannelGroups(after);
        var widths = new ChannelGroups(before)
            .All.Where(g => groups[g.Name].Channels != g.Channels)
            .ToDictionary(g => g.Name, g => (IReadOnlyList<int>)[g.Channels, groups[g.Name].Channels]);
        return new ReceiptDetail(
            widths,
            [.. Deepen.NewLayers(before, after).Select(l => l.Name)],
            [before.ParameterCount, after.ParameterCount],
            [before.ForwardMacs, after.ForwardMacs],
            (int)images.shape[0],
            scale,
            seconds
        );
    }
}
