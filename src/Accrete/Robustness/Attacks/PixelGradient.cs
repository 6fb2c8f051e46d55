using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>The gradient of something with respect to pixels.</summary>
internal static class PixelGradient
{
    /// <summary>Asks once.</summary>
    /// <param name="pixels">Where.</param>
    /// <param name="value">A number made of them.</param>
    /// <returns>A tensor of the shape of the pixels, in the caller's dispose scope.</returns>
    public static Tensor Of(Tensor pixels, Func<Tensor, Tensor> value)
    {
        using var scope = NewDisposeScope();
        using var asked = enable_grad();
        var variable = pixels.detach().clone().requires_grad_(true);
        return autograd.grad([value(variable)], [variable])[0].MoveToOuterDisposeScope();
    }
}
