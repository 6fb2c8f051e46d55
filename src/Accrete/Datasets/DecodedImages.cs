using Accrete.Blueprints;
using Accrete.Datasets.Sources;
using Accrete.Files.Tensors;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>A list of images as tensors, as far as they could be decoded.</summary>
/// <param name="Images">All, those that are bad without pixels.</param>
/// <param name="Sizes">The sizes they had.</param>
/// <param name="Bad">Those that could not be decoded, in order.</param>
internal sealed record DecodedImages(ImageSet Images, ImageSize[] Sizes, IReadOnlyList<BadImage> Bad)
{
    /// <summary>Decodes a list on all cores.</summary>
    public static unsafe DecodedImages Of(
        ImageList list,
        ImageShape shape,
        ImageFit fit,
        ProgressCounter counter,
        CancellationToken cancel
    )
    {
        var images = TensorMemory.Allocate(
            ScalarType.Byte,
            list.Labels.Length,
            shape.Channels,
            shape.Height,
            shape.Width
        );
        var sizes = new ImageSize[list.Labels.Length];
        var problems = new string?[list.Labels.Length];
        try
        {
            var start = TensorMemory.Of(images);
            ParallelWork.For(
                list.Labels.Length,
                i =>
                {
                    (sizes[i], problems[i]) = Decode(
                        list,
                        i,
                        shape,
                        fit,
                        new Span<byte>(start + (i * shape.Elements), (int)shape.Elements)
                    );
                    counter.Add();
                },
                cancel
            );
            return new DecodedImages(
                new ImageSet(images, Labels(list.Labels)),
                sizes,
                [
                    .. problems
                        .Select((p, i) => (p, i))
                        .Where(p => p.p is not null)
                        .Select(p => new BadImage(list.NameOf(p.i), p.p!)),
                ]
            );
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    // What is wrong with one image must not hide what is wrong with the next.
    private static (ImageSize Size, string? Problem) Decode(
        ImageList list,
        int index,
        ImageShape shape,
        ImageFit fit,
        Span<byte> target
    )
    {
        try
        {
            return (list.Write(index, shape, fit, target), null);
        }
        catch (AccreteException e)
            when (e is InvalidInputException || e.InnerException is IOException or UnauthorizedAccessException)
        {
            return (default, Problem(e.Message, list.NameOf(index)));
        }
    }

    // Errors are made for one file: its path goes before, and what to do after.
    private static string Problem(string message, string name)
    {
        var start = message.IndexOf(Path.GetFileName(name) + ": ", StringComparison.Ordinal);
        var text = start < 0 ? message : message[(start + Path.GetFileName(name).Length + 2)..];
        var end = text.LastIndexOf(';');
        return end > 0 ? text[..end] : text;
    }

    private static unsafe Tensor Labels(int[] labels)
    {
        var tensor = TensorMemory.Allocate(ScalarType.Int64, labels.Length);
        var values = new Span<long>(TensorMemory.Of(tensor), labels.Length);
        for (var i = 0; i < labels.Length; i++)
        {
            values[i] = labels[i];
        }

        return tensor;
    }
}
