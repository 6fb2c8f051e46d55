using System.Text.Json.Serialization;
using Accrete.Blueprints;
using Accrete.Cli.Terminal;
using Accrete.Growth;
using Accrete.Inference;

namespace Accrete.Cli.Commands;

/// <summary>
/// What <c>accrete grow</c> and <c>accrete prune</c> say of the model that they wrote. Pairs are before and after.
/// </summary>
/// <param name="File">Its path.</param>
/// <param name="Network">The architecture's name.</param>
/// <param name="Input">The image, <c>[C, H, W]</c>.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
/// <param name="Widths">The width of each channel group that changed.</param>
/// <param name="Layers">The layers that were put in.</param>
/// <param name="MeasuredOn">The data set on whose images the receipts were measured; null for drawn numbers.</param>
/// <param name="Images">How many.</param>
/// <param name="TestAccuracy">The share of right answers on the test images, from 0 to 1; null where it was not
/// measured.</param>
/// <param name="Receipts">The measured proof of each transformation, in order.</param>
internal sealed record ChangedModel(
    string File,
    string Network,
    IReadOnlyList<int> Input,
    int Classes,
    IReadOnlyList<long> Parameters,
    IReadOnlyList<long> ForwardMacs,
    IReadOnlyDictionary<string, IReadOnlyList<int>> Widths,
    IReadOnlyList<string> Layers,
    string? MeasuredOn,
    int Images,
    IReadOnlyList<double>? TestAccuracy,
    IReadOnlyList<Receipt> Receipts
)
{
    public static ChangedModel Of(
        string path,
        Blueprint before,
        Blueprint after,
        MeasuringImages images,
        IReadOnlyList<Receipt> receipts,
        IReadOnlyList<Evaluation>? tests = null
    )
    {
        var (old, input) = (new ChannelGroups(before), after.Input);
        var widths = new ChannelGroups(after).All.Where(g => old.Has(g.Name) && old[g.Name].Channels != g.Channels);
        return new ChangedModel(
            path,
            after.Name,
            [input.Channels, input.Height, input.Width],
            after.Classes,
            [before.ParameterCount, after.ParameterCount],
            [before.ForwardMacs, after.ForwardMacs],
            widths.ToDictionary(g => g.Name, g => (IReadOnlyList<int>)[old[g.Name].Channels, g.Channels]),
            [.. Deepen.NewLayers(before, after).Select(l => l.Name)],
            images.Source,
            (int)images.Sample.Count,
            tests is null ? null : [.. tests.Select(t => t.Accuracy)],
            receipts
        );
    }

    public void Print(Screen screen, bool json)
    {
        if (json)
        {
            screen.Document(this, ChangedModelJson.Default.ChangedModel);
        }
        else
        {
            ChangedModelTable.Print(this, screen.People);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals
)]
[JsonSerializable(typeof(ChangedModel))]
internal sealed partial class ChangedModelJson : JsonSerializerContext;
