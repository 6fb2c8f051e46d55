namespace Accrete.Blueprints;

/// <summary>
/// A multilayer perceptron: the image in one row, hidden layers of one width, a head. Depth scales how many they are;
/// there is one stem.
/// </summary>
internal sealed record Mlp : IArchitecture
{
    private const int HiddenLayers = 3;
    private const int HiddenFeatures = 512;

    public string Name => "mlp";

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var last = b.Flatten(Blueprint.Image, "pixels");
        for (var i = 1; i <= scale.Layers(HiddenLayers); i++)
        {
            last = b.Relu(b.Linear(last, scale.Channels(HiddenFeatures), name: $"hidden{i}"), name: $"relu{i}");
        }

        b.Linear(last, classes, name: "head");
        return b.Build();
    }
}
