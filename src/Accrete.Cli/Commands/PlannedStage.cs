using Accrete.Blueprints;
using Accrete.Cumulative;

namespace Accrete.Cli.Commands;

/// <summary>One stage of a plan, and what it costs.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Widths">The widths of its layers; equal neighbours are counted.</param>
/// <param name="Layers">Layers that multiply: convolutions and linear layers.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
/// <param name="Images">Training images in the subset.</param>
/// <param name="Input">The shape of each.</param>
/// <param name="Batch">Images in a step.</param>
/// <param name="Epochs">Passes over the subset.</param>
/// <param name="Steps">Steps of the stage.</param>
/// <param name="TrainingMacs">Multiply-accumulates of its steps.</param>
/// <param name="Share">Its part of the run's multiply-accumulates.</param>
internal sealed record PlannedStage(
    int Index,
    string Widths,
    int Layers,
    long Parameters,
    long ForwardMacs,
    int Images,
    ImageShape Input,
    int Batch,
    double Epochs,
    long Steps,
    long TrainingMacs,
    double Share
)
{
    public static PlannedStage Of(Stage stage, long allMacs) =>
        new(
            stage.Index,
            stage.Blueprint.DescribeWidths(),
            stage.Blueprint.Costs.Count(c => c.ForwardMacs > 0),
            stage.Blueprint.ParameterCount,
            stage.Blueprint.ForwardMacs,
            stage.Images.Count,
            stage.Blueprint.Input,
            stage.Batch,
            stage.Epochs,
            stage.Steps,
            stage.TrainingMacs,
            (double)stage.TrainingMacs / allMacs
        );
}
