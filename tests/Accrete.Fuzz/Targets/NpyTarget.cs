using System.Text;
using Accrete.Robustness.Corruptions;
using Accrete.Tests.Datasets;

namespace Accrete.Fuzz.Targets;

/// <summary>Published corrupted images, in NumPy's format.</summary>
internal sealed class NpyTarget() : FolderTarget("npy", 1.5)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [Bundle.Contents((".npy", Header), (".npy", Bytes.Any)), Bundle.Contents((".npy", Header)), Bundle.Names];

    protected override void Read(string folder, CancellationToken stop)
    {
        var published = PublishedCorruptions.Open(folder, Workshop.Images);
        foreach (var name in published.Names)
        {
            using var images = published.Read(name, 2, [0, 3]);
        }
    }

    protected override IEnumerable<byte[]> Make()
    {
        var test = (int)Workshop.Images.Test.Count;
        long[] labels = [.. Enumerable.Repeat(Workshop.Images.Test.CopyLabels(), 5).SelectMany(l => l)];
        yield return new Bundle([
            ("fog.npy", Npy("|u1", $"({5 * test}, 8, 8, 1)", Made.Noise(5 * test * 64, 1))),
            ("labels.npy", Npy("<i8", $"({5 * test},)", [.. labels.SelectMany(BitConverter.GetBytes)])),
        ]).ToBytes();
    }

    private static byte[] Npy(string type, string shape, byte[] data)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private static byte[] Header(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        if (input.Length < 20)
        {
            return Bytes.Any(input, random, others);
        }

        string[] shapes =
        [
            "()",
            "(0,)",
            "(105,)",
            "(-1,)",
            "(105, 8, 8, 1)",
            "(2147483647, 8, 8, 1)",
            "(99999999999,)",
            "(1, 1, 1, 1, 1)",
            "(105, 8, 8)",
            "(65536, 65536, 65536, 65536)",
        ];
        string[] types = ["|u1", "<i4", "<i8", "<f4", "|O", ""];
        var length = Math.Min(BitConverter.ToUInt16(input, 8), input.Length - 10);
        return [.. Npy(types[random.Next(types.Length)], shapes[random.Next(shapes.Length)], input[(10 + length)..])];
    }
}
