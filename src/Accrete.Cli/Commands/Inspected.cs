using Accrete.Blueprints;
using Accrete.Datasets;

namespace Accrete.Cli.Commands;

/// <summary>What was found at a target: an architecture, and what else is known there.</summary>
/// <param name="Blueprint">Gets the architecture.</param>
/// <param name="ClassNames">The names of the classes; null when nothing names them.</param>
/// <param name="Preprocessing">What is done to an image before the network; null without a trained one.</param>
internal sealed record Inspected(
    Blueprint Blueprint,
    IReadOnlyList<string>? ClassNames = null,
    Preprocessing? Preprocessing = null
);
