using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Accrete.Blueprints;

namespace Accrete.Cumulative.Plans;

/// <summary>The part of a plan that names the architecture.</summary>
public sealed record NetworkPlan
{
    /// <summary>Gets the name of a built-in architecture; if <see cref="Blueprint"/> is given, only a name.</summary>
    [Description("name of a built-in architecture")]
    public string Name { get; init; } = "vgg-small";

    /// <summary>Gets the blueprint of another network, in its full width, instead of a built-in architecture.</summary>
    /// <remarks>
    /// A recipe names the blueprint's file. The plan holds the content of the file, so that the run does not depend on
    /// it.
    /// </remarks>
    [
        Description("JSON file of a blueprint, instead of a built-in architecture"),
        JsonConverter(typeof(EmbeddedBlueprint))
    ]
    public Blueprint? Blueprint { get; init; }

    /// <summary>Gets a factor on the widths of all layers, in addition to those of the stages.</summary>
    [Description("factor on the widths of all layers, in all stages"), Range(0.01, 100)]
    public double Width { get; init; } = 1;

    /// <summary>Gets the variant of the first layers, if the architecture has two.</summary>
    [Description("first layers of the architecture: small, large, or auto, which chooses by the size of the images")]
    public Stem Stem { get; init; } = Stem.Auto;
}
