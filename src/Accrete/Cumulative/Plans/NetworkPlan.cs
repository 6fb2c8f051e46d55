using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Accrete.Blueprints;

namespace Accrete.Cumulative.Plans;

/// <summary>The architecture that the stages are members of.</summary>
public sealed record NetworkPlan
{
    /// <summary>The architecture; with <see cref="Blueprint"/> only what the network is called.</summary>
    [Description("name of a built-in architecture")]
    public string Name { get; init; } = "vgg-small";

    /// <summary>A network of one's own, in full width, instead of a known architecture.</summary>
    /// <remarks>
    /// A recipe names its file. The plan holds what was in the file, so that it decides the run without it.
    /// </remarks>
    [
        Description("JSON file of a blueprint, instead of a built-in architecture"),
        JsonConverter(typeof(EmbeddedBlueprint))
    ]
    public Blueprint? Blueprint { get; init; }

    /// <summary>Factor on every width, on top of the stages' own.</summary>
    [Description("factor on the widths of all layers, in all stages"), Range(0.01, 100)]
    public double Width { get; init; } = 1;

    /// <summary>How the architecture begins, where it has two ways.</summary>
    [Description("first layers of the architecture: small, large, or auto, which chooses by the size of the images")]
    public Stem Stem { get; init; } = Stem.Auto;
}
