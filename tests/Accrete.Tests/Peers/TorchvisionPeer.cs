namespace Accrete.Tests.Peers;

/// <summary>
/// Debian's Python with torchvision, asked what its networks are like. Without it the test is skipped.
/// </summary>
internal static class TorchvisionPeer
{
    private const string Networks = "torchvision_networks.py";

    /// <summary>The shape of each parameter and buffer, such as <c>fc.weight 1000x512</c>, by network.</summary>
    public static Dictionary<string, string[]> Shapes(params string[] networks) =>
        PythonPeer
            .Ask<Dictionary<string, Dictionary<string, long[]>>>(Networks, ["shapes", .. networks])
            .ToDictionary(n => n.Key, n => n.Value.Select(p => $"{p.Key} {string.Join('x', p.Value)}").ToArray());

    /// <summary>The float64 logits of one patterned image, by network.</summary>
    public static Dictionary<string, double[]> Logits(int side, params string[] networks) =>
        PythonPeer.Ask<Dictionary<string, double[]>>(Networks, ["logits", $"{side}", .. networks]);

    /// <summary>
    /// Lets it load one state dict and write another, and gives the float32 logits of some images with each.
    /// </summary>
    public static (float[] Loaded, float[] Written) Exchange(string network, string load, string write, string images)
    {
        var logits = PythonPeer.Ask<Dictionary<string, float[]>>(
            "torchvision_weights.py",
            network,
            load,
            write,
            images
        );
        return (logits["loaded"], logits["written"]);
    }
}
