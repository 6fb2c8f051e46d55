using Accrete.Datasets;
using Accrete.Files.Tensors;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>How well images are learned, as tensors of a checkpoint.</summary>
internal static class SampleTensors
{
    private const string Losses = "samples/losses";
    private const string Order = "samples/order";
    private const string Weights = "samples/weights";
    private const string Place = "samples/pass";

    // More than any data set whose images fit into memory.
    private const long MostImages = 1 << 24;

    /// <summary>What the tensor of a name should be; null where it is none of them.</summary>
    public static ExpectedTensor? Expected(string name) =>
        name switch
        {
            Losses or Weights => new([MostImages], ScalarType.Float32) { IsBound = true },
            Order => new([MostImages], ScalarType.Int64) { IsBound = true },
            Place => new([2], ScalarType.Int64),
            _ => null,
        };

    /// <summary>Adds them to those of a checkpoint, in the present dispose scope.</summary>
    public static void Add(Dictionary<string, Tensor> tensors, LearnedSamples? samples)
    {
        if (samples is null)
        {
            return;
        }

        tensors.Add(Losses, tensor([.. samples.Losses]));
        if (samples.Pass is { } pass)
        {
            tensors.Add(Place, tensor(new[] { pass.Number, pass.Start }));
            tensors.Add(Order, tensor(pass.Order.Select(i => (long)i).ToArray()));
            tensors.Add(Weights, tensor([.. pass.Weights]));
        }
    }

    /// <summary>Reads them; null where a checkpoint has none.</summary>
    /// <exception cref="InvalidInputException">Throws if they do not fit together.</exception>
    public static LearnedSamples? Read(SafeTensorsContent content, string path)
    {
        if (!content.Tensors.ContainsKey(Losses))
        {
            return null;
        }

        try
        {
            var pass = !content.Tensors.ContainsKey(Place)
                ? null
                : new SamplePass(
                    Values<long>(Place)[0],
                    Values<long>(Place)[1],
                    [.. Values<long>(Order).Select(i => checked((int)i))],
                    Values<float>(Weights)
                );
            return new LearnedSamples(Values<float>(Losses), pass);
        }
        catch (Exception e)
            when (e
                    is InvalidInputException
                        or KeyNotFoundException
                        or IndexOutOfRangeException
                        or OverflowException
                        or ArgumentException
            )
        {
            throw new InvalidInputException($"{path}: its tensors samples/ do not fit together: {e.Message}.", e);
        }

        T[] Values<T>(string name)
            where T : unmanaged => content.Tensors[name].data<T>().ToArray();
    }
}
