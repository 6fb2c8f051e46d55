using System.Globalization;
using Accrete.Blueprints;
using Accrete.Machine;
using Accrete.Networks;

namespace Accrete.Costs;

/// <summary>
/// Limits on the memory and compute of networks, so that a small file cannot demand all of this machine's memory, or an
/// hour for an image. They are checked from the blueprint before anything is computed.
/// </summary>
/// <param name="Memory">The largest memory in bytes; null for a share of this machine's memory.</param>
/// <param name="Operations">The largest number of operations in a forward pass of one image; null for 10^11, five times
/// as many as VGG19 needs.</param>
public sealed record CostLimits(long? Memory = null, double? Operations = null)
{
    private const double UsualOperations = 1e11;

    // What one image of an honest network takes is far below; a batch is as large as fits.
    private const long LeastForImages = 512L << 20;
    private const int ShareForImages = 32;
    private const double ShareForTraining = 0.9;
    private const int MostDigits = 15;

    /// <summary>Gets the default limits of this machine.</summary>
    public static CostLimits Usual { get; } = new();

    /// <summary>
    /// Checks, before any weights are made, that a network can be made and can process one image within the limits.
    /// </summary>
    /// <param name="blueprint">The network.</param>
    /// <param name="source">The name of the source in error messages.</param>
    /// <exception cref="InvalidInputException">Throws if the network needs more memory or compute.</exception>
    public void Check(Blueprint blueprint, string source)
    {
        var demand = Demand.Of(blueprint);
        Require(
            source,
            "one image through its network takes",
            demand.InferenceBytes(1),
            Memory ?? ForImages(),
            "is the most; get another model, or raise"
        );
        CheckOperations(source, demand);
        Require(
            source,
            "its weights take",
            demand.Stored * sizeof(float),
            Memory ?? PhysicalMemory.Measure().TotalBytes / 2,
            "is the most; get or make a smaller network, or raise"
        );
    }

    /// <summary>Passes a network that can be trained within the limits.</summary>
    /// <param name="blueprint">The network.</param>
    /// <param name="images">Images of a step.</param>
    /// <param name="bytesOfNumber">Bytes of an activation.</param>
    /// <param name="onCpu">Whether it is trained in this machine's memory, whose size is known.</param>
    /// <param name="source">The name of the source in error messages.</param>
    /// <exception cref="InvalidInputException">Throws if the network needs more memory or compute.</exception>
    internal void CheckTraining(Blueprint blueprint, int images, int bytesOfNumber, bool onCpu, string source)
    {
        var demand = Demand.Of(blueprint);
        RequireForTraining(
            source,
            $"a step on {Counted.Of(images, "image")} takes about",
            demand.TrainingBytes(images, bytesOfNumber),
            onCpu,
            "optimiser.batch, data.size or network.width"
        );
        CheckOperations(source, demand);
    }

    /// <summary>Passes a network into which another one can be grown within the limits.</summary>
    /// <param name="blueprint">The network after it.</param>
    /// <param name="images">Images that pass at once, on which new layers are calibrated and receipts measured.</param>
    /// <param name="onCpu">Whether it is grown in this machine's memory, whose size is known.</param>
    /// <param name="source">The name of the source in error messages.</param>
    /// <exception cref="InvalidInputException">Throws if it takes more memory.</exception>
    internal void CheckGrowth(Blueprint blueprint, int images, bool onCpu, string source) =>
        RequireForTraining(
            source,
            $"growth with {images} images takes about",
            Demand.Of(blueprint).GrowthBytes(images),
            onCpu,
            "growth.calibrationImages, growth.receiptImages, data.size or network.width"
        );

    /// <summary>How many images may pass a network at once: as many as are wanted, or as fit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="wanted">How many are wanted.</param>
    /// <param name="gradients">Whether what they give is kept for gradients.</param>
    internal static int Batch(Network network, int wanted, bool gradients = false) =>
        Batch(network.Blueprint, wanted, network.MostMemory, gradients);

    /// <summary>The same, known from the blueprint.</summary>
    internal static int Batch(Blueprint blueprint, int wanted, long? most = null, bool gradients = false)
    {
        var demand = Demand.Of(blueprint);
        var one = sizeof(float) * (gradients ? demand.Training : demand.Inference);
        return (int)Int128.Clamp(Math.Min(most ?? long.MaxValue, ForImages()) / Int128.Max(1, one), 1, wanted);
    }

    /// <summary>What the images of a training step take: tests between steps must not take more.</summary>
    /// <param name="blueprint">The network.</param>
    /// <param name="images">Images of a step.</param>
    internal static long OfStep(Blueprint blueprint, int images) =>
        (long)Int128.Min(images * Demand.Of(blueprint).Training * sizeof(float), long.MaxValue);

    private static long ForImages() => Math.Max(LeastForImages, PhysicalMemory.Measure().TotalBytes / ShareForImages);

    private void CheckOperations(string source, Demand demand)
    {
        if ((double)demand.Operations > (Operations ?? UsualOperations))
        {
            var (taken, allowed) = Apart((double)demand.Operations, Operations ?? UsualOperations, Large);
            throw new InvalidInputException(
                $"{source}: one image takes {taken} operations, and {allowed} are the most; get a smaller "
                    + "network, smaller images, or raise the limit.",
                Setting.WorkLimit
            );
        }
    }

    private void RequireForTraining(string source, string what, Int128 bytes, bool onCpu, string keys)
    {
        if (onCpu || Memory is not null)
        {
            Require(
                source,
                what,
                bytes,
                Memory ?? (long)(ShareForTraining * PhysicalMemory.Measure().TotalBytes),
                $"is the most here; lower {keys}, or raise"
            );
        }
    }

    private static void Require(string source, string what, Int128 bytes, long most, string advice)
    {
        if (bytes > most)
        {
            var (taken, allowed) = Apart((double)bytes, most, Bytes);
            throw new InvalidInputException(
                $"{source}: {what} {taken} of memory at once, and {allowed} {advice} the limit.",
                Setting.MemoryLimit
            );
        }
    }

    // With as many digits as it takes to see that one is more.
    private static (string Taken, string Allowed) Apart(double taken, double most, Func<double, string, string> text)
    {
        var texts = Enumerable
            .Range(0, MostDigits)
            .Select(digits => new string('0', digits))
            .Select(digits => (Taken: text(taken, digits), Allowed: text(most, digits)))
            .ToArray();
        return texts.Where(t => t.Taken != t.Allowed).Append(texts[^1]).First();
    }

    private static string Bytes(double bytes, string digits) =>
        bytes switch
        {
            >= 1e15 => Large(bytes, digits) + " bytes",
            >= 1e9 => (bytes / 1e9).ToString($"0.0{digits}", CultureInfo.InvariantCulture) + " GB",
            _ => (bytes / 1e6).ToString($"0.{digits}", CultureInfo.InvariantCulture) + " MB",
        };

    private static string Large(double number, string digits) =>
        number.ToString($"0.0{digits}e+0", CultureInfo.InvariantCulture);
}
