using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Networks;

namespace Accrete.Costs;

/// <summary>
/// What a network asks of a machine at once, known from its blueprint: what is alive together, and not what single
/// layers give.
/// </summary>
/// <remarks>
/// Numbers are counted as libtorch holds them: a convolution may lay its input and output out anew, a pooling notes
/// where each largest number was, and a training step keeps every output for the way back.
/// </remarks>
/// <param name="Stored">Gets the number of values in all parameters and buffers.</param>
/// <param name="Inference">The most numbers that are alive together while one image passes.</param>
/// <param name="Training">The same for one image of a training step.</param>
/// <param name="Operations">About how many operations one image takes forward.</param>
internal readonly record struct Demand(Int128 Stored, Int128 Inference, Int128 Training, Int128 Operations)
{
    // Weights, gradients, two moments, a running mean, and the copy that a receipt or a test works on.
    private const int CopiesInTraining = 6;

    /// <summary>Bytes of some images at once in a network that only answers, without its weights.</summary>
    public Int128 InferenceBytes(long images, int bytesOfNumber = sizeof(float)) => images * Inference * bytesOfNumber;

    /// <summary>Bytes of a training step on some images, with weights and all that is learned with them.</summary>
    public Int128 TrainingBytes(long images, int bytesOfNumber = sizeof(float)) =>
        (images * Training * bytesOfNumber) + (CopiesInTraining * Stored * sizeof(float));

    /// <summary>
    /// Bytes of growth with some images, which pass both networks in float32, with weights and all that is learned with
    /// them.
    /// </summary>
    public Int128 GrowthBytes(long images) => InferenceBytes(images) + (CopiesInTraining * Stored * sizeof(float));

    /// <summary>Works it out, layer by layer, in the order in which a network computes.</summary>
    public static Demand Of(Blueprint blueprint)
    {
        var (alive, shapes) = (
            new AliveNumbers(),
            new Dictionary<string, ImageShape> { [Blueprint.Image] = blueprint.Input }
        );
        alive.Add(Blueprint.Image, blueprint.Input.Elements);
        var (saved, widest) = ((Int128)blueprint.Input.Elements, (Int128)0);
        foreach (var step in ForwardOrder.Of(blueprint))
        {
            ImageShape[] inputs = [.. step.Inputs.Select(i => shapes[i])];
            var output = step.Layer.Infer(inputs);
            shapes[step.Output] = output;
            if (step.InPlace || step.Layer.Has(LayerTraits.View))
            {
                alive.Share(step.Output, step.Inputs[0]);
            }
            else
            {
                alive.Add(step.Output, output.Elements);
                saved += output.Elements + Beside(step.Layer, output);
            }

            var all = inputs.Aggregate((Int128)output.Elements, (sum, i) => sum + i.Elements);
            widest = Int128.Max(widest, all);
            alive.Work(
                step.Layer.Has(LayerTraits.WeighedSum)
                    ? inputs[0].Elements + output.Elements
                    : Beside(step.Layer, output)
            );
            foreach (var released in step.Released)
            {
                alive.Release(released);
            }
        }

        var operations = blueprint.Costs.Aggregate((Int128)0, (sum, c) => sum + c.Operations);
        return new Demand(blueprint.StoredCount, alive.Most, saved + (2 * widest), operations);
    }

    // Places of the largest numbers are whole numbers of eight bytes; dropout keeps what it drew.
    private static long Beside(Layer layer, ImageShape output) =>
        layer switch
        {
            MaxPooling => 2 * output.Elements,
            Dropout => output.Elements,
            _ => 0,
        };
}
