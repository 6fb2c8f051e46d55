using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>How one image is put into a batch; the default leaves it as it is.</summary>
/// <param name="Down">The row of the image at the top of the window; negative rows are padding.</param>
/// <param name="Right">The column of the image at the left of the window, before mirroring.</param>
/// <param name="Flip">Whether the window is mirrored left to right.</param>
/// <param name="Hole">The square set to the mean, in the window as the network sees it.</param>
internal readonly record struct Placement(int Down, int Right, bool Flip, Hole Hole)
{
    /// <summary>Draws one.</summary>
    public static Placement Draw(Augmentation augmentation, ImageShape shape, Random random)
    {
        var pad = augmentation.Crop;
        var down = pad > 0 ? random.Next((2 * pad) + 1) - pad : 0;
        var right = pad > 0 ? random.Next((2 * pad) + 1) - pad : 0;
        var flip = augmentation.Flip && random.Next(2) == 1;
        return new Placement(
            down,
            right,
            flip,
            augmentation.Cutout > 0 ? Hole.Draw(augmentation.Cutout, shape, random) : default
        );
    }
}
