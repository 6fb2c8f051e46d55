using System.Text;
using System.Text.Json.Nodes;

namespace Accrete.Tests.Storage;

/// <summary>Makes files that are long and take no place on a disk: what lies in their holes reads as zeros.</summary>
internal static class SparseFile
{
    /// <summary>The length to which a text is made longer: more than memory should be taken for.</summary>
    public const long Length = 6L << 30;

    /// <summary>Makes a file, new or not, as long as that.</summary>
    public static void Lengthen(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate);
        file.SetLength(Length);
    }

    /// <summary>
    /// Puts a tensor of as many bytes behind those of a safetensors file, and takes its checksum away, as a forger
    /// would.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The tensor's name; one that is there is replaced.</param>
    /// <param name="type">Its type.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="bytes">How many bytes it has.</param>
    public static void AddTensor(string path, string name, string type, long[] shape, long bytes)
    {
        var whole = File.ReadAllBytes(path);
        var length = (int)BitConverter.ToInt64(whole);
        var header = JsonNode.Parse(whole.AsSpan(8, length))!.AsObject();
        header["__metadata__"]!.AsObject().Remove("accrete.sha256");
        var end = whole.Length - 8 - length;
        if (header[name] is { } replaced)
        {
            // Its place must belong to some tensor.
            header.Remove(name);
            header["unused.num_batches_tracked"] = new JsonObject
            {
                ["dtype"] = "U8",
                ["shape"] = new JsonArray((long)replaced["data_offsets"]![1]! - (long)replaced["data_offsets"]![0]!),
                ["data_offsets"] = replaced["data_offsets"]!.DeepClone(),
            };
        }

        header[name] = new JsonObject
        {
            ["dtype"] = type,
            ["shape"] = new JsonArray([.. shape.Select(s => (JsonNode)s)]),
            ["data_offsets"] = new JsonArray(end, end + bytes),
        };
        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        using var file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)text.Length));
        file.Write(text);
        file.Write(whole.AsSpan(8 + length));
        file.SetLength(file.Position + bytes);
    }
}
