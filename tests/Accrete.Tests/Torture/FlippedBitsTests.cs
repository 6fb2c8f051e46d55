using System.Buffers.Binary;
using Accrete.Files.Tensors;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Torture;

/// <summary>
/// Single flipped bits of a model and a checkpoint: all of the header, and some of the numbers; with
/// <c>ACCRETE_SLOW=1</c> all of a model.
/// </summary>
public sealed class FlippedBitsTests(ITestOutputHelper output) : TinyRunTests
{
    [Theory]
    [InlineData("model.safetensors", 1)]
    [InlineData("checkpoint/checkpoint.safetensors", 7)]
    public void A_flipped_bit_is_refused_and_named_or_changes_nothing(string name, int every)
    {
        TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);
        var path = Path.Combine(Folder["run"], name);
        var bytes = File.ReadAllBytes(path);
        var header = 8 * (8 + BinaryPrimitives.ReadInt64LittleEndian(bytes));
        var whole = Content(path);
        var random = new Random(1);
        var (flipped, passed) = (0, 0);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        for (
            var bit = 0L;
            bit < 8L * bytes.Length;
            bit += Slow.IsWanted
                    ? bit < header
                        ? 1
                        : every
                    : random.Next(1, bit < header ? 200 : 20_000)
        )
        {
            flipped++;
            Put((byte)(bytes[bit / 8] ^ (1 << (int)(bit % 8))));
            try
            {
                Assert.Equal(whole, Content(path));
                passed++;
            }
            catch (InvalidInputException e)
            {
                Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
            }

            Put(bytes[bit / 8]);

            void Put(byte value)
            {
                file.Position = bit / 8;
                file.WriteByte(value);
            }
        }

        output.WriteLine(
            $"{name}: {flipped} of {8L * bytes.Length} bits flipped, {passed} changed nothing, the others were refused"
        );
        // Only the name of the sum can be hit unseen.
        Assert.InRange(passed, 0, 8 * "accrete.sha256".Length);
    }

    // All that the file says; a text that nobody asks for says nothing.
    private static string Content(string path)
    {
        using var read = SafeTensors.Read(path);
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(
            System.Security.Cryptography.HashAlgorithmName.SHA256
        );
        foreach (var (name, tensor) in read.Tensors)
        {
            hash.AppendData(
                System.Text.Encoding.UTF8.GetBytes($"{name} {tensor.dtype} {string.Join('x', tensor.shape)}\n")
            );
            hash.AppendData(tensor.bytes);
        }

        foreach (
            var (key, value) in read
                .Metadata.Where(m => m.Value.Length != 64 || m.Key == "accrete.plan")
                .OrderBy(m => m.Key, StringComparer.Ordinal)
        )
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{key} {value}\n"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
