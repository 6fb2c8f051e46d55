using Accrete.Inference;

namespace Accrete.Extensions.Hosting;

/// <summary>A trained model that a host shares; safe to use from many threads at once.</summary>
public interface IAccreteModel
{
    /// <summary>The names of its classes.</summary>
    /// <exception cref="AccreteException">Throws if the model cannot be loaded.</exception>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Classifies an image.</summary>
    /// <param name="image">An image file (PNG, JPEG, WebP, GIF, BMP or ICO); it is read to its end and stays the
    /// caller's.</param>
    /// <param name="cancellationToken">Stops while the image is read or waits for its turn.</param>
    /// <returns>The likeliest classes and, with mutual inference, how far the image is to be trusted.</returns>
    /// <exception cref="InvalidInputException">Throws if it is no image, damaged, or too large.</exception>
    /// <exception cref="AccreteException">Throws if the model cannot be loaded, or gives no numbers.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    Task<Prediction> PredictAsync(Stream image, CancellationToken cancellationToken = default);

    /// <summary>Classifies an image that is in memory.</summary>
    /// <param name="image">The bytes of an image file.</param>
    /// <param name="cancellationToken">Stops while the image waits for its turn.</param>
    /// <returns>The likeliest classes and, with mutual inference, how far the image is to be trusted.</returns>
    /// <exception cref="InvalidInputException">Throws if it is no image, damaged, or too large.</exception>
    /// <exception cref="AccreteException">Throws if the model cannot be loaded, or gives no numbers.</exception>
    /// <exception cref="OperationCanceledException">Throws if it was stopped.</exception>
    Task<Prediction> PredictAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken = default);
}
