using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// What the networks of a family say of images, asked when it is first wanted and then kept in the caller's dispose
/// scope.
/// </summary>
internal sealed class FamilyAnswers
{
    private readonly Tensor?[] logits;
    private readonly Dictionary<string, Tensor> layers = [];

    /// <param name="family">Who is asked.</param>
    /// <param name="pixels">About what.</param>
    /// <param name="known">The logits that networks, by their place, have given already.</param>
    internal FamilyAnswers(Family family, Tensor pixels, IReadOnlyDictionary<int, Tensor>? known = null) =>
        (Family, Pixels, logits) = (
            family,
            pixels,
            [.. Enumerable.Range(0, family.Members.Count).Select(m => known?.GetValueOrDefault(m))]
        );

    /// <summary>Who was asked.</summary>
    public Family Family { get; }

    /// <summary>About what: float32 <c>[N, C, H, W]</c>, from 0 to 1.</summary>
    public Tensor Pixels { get; }

    /// <summary>The logits <c>[N, classes]</c> of one network.</summary>
    public Tensor Logits(int member) => logits[member] ??= Family.Members[member].Logits(Pixels);

    /// <summary>Those of the last one.</summary>
    public Tensor LastLogits => Logits(logits.Length - 1);

    /// <summary>The class that the last network names, int64 <c>[N]</c>.</summary>
    public Tensor Answer => LastLogits.argmax(1);

    /// <summary>The confidences <c>[N, classes]</c> of all networks, first to last.</summary>
    public IEnumerable<Tensor> Confidences => Enumerable.Range(0, logits.Length).Select(m => Logits(m).softmax(1));

    /// <summary>
    /// The outputs of some layers of the last network, in the order of their names; its logits come from the same pass.
    /// </summary>
    public IReadOnlyList<Tensor> LastLayers(IReadOnlyList<string> names)
    {
        if (!names.All(layers.ContainsKey))
        {
            var head = Family.Last.Blueprint.Layers[^1].Name;
            foreach (var (name, output) in Family.Last.Observe(Pixels, [.. names.Append(head).Distinct()]))
            {
                layers[name] = output;
            }

            logits[^1] ??= layers[head];
        }

        return [.. names.Select(n => layers[n])];
    }
}
