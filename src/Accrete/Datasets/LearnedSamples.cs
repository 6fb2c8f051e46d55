namespace Accrete.Datasets;

/// <summary>How well each training image is learned, and which of them the present pass has kept.</summary>
internal sealed class LearnedSamples
{
    private readonly float[] losses;

    /// <summary>Of images that were never seen.</summary>
    public LearnedSamples(int images) => Array.Fill(losses = new float[images], float.PositiveInfinity);

    /// <summary>As they were written down.</summary>
    /// <param name="losses">The last loss of each image; infinite for those never seen.</param>
    /// <param name="pass">The present pass.</param>
    /// <exception cref="InvalidInputException">Throws if the pass does not fit the images.</exception>
    public LearnedSamples(float[] losses, SamplePass? pass)
    {
        if (
            pass is not null
            && (
                pass.Order.Count != pass.Weights.Count
                || pass.Start < 0
                || pass.Number < 0
                || pass.Order.Any(i => i < 0 || i >= losses.Length)
            )
        )
        {
            throw new InvalidInputException("the pass over the images that were kept does not fit the images");
        }

        (this.losses, Pass) = (losses, pass);
    }

    /// <summary>The last loss of each image; infinite for those never seen.</summary>
    public IReadOnlyList<float> Losses => losses;

    /// <summary>The present pass; null before the first of a stage.</summary>
    public SamplePass? Pass { get; internal set; }

    /// <summary>Forgets the present pass, so that the next step begins one.</summary>
    public void EndPass() => Pass = null;

    /// <summary>Takes down the losses of the images of a step.</summary>
    public void Record(IReadOnlyList<int> indices, IReadOnlyList<float> seen)
    {
        for (var i = 0; i < indices.Count; i++)
        {
            losses[indices[i]] = seen[i];
        }
    }
}
