using System.Text;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Tests.Files.Tensors;

public sealed class SafeTensorsSizesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Pieces_of_any_size_give_the_same_file_and_the_same_tensors(int piece)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["x"] = rand(5, 8),
            ["none"] = zeros(0),
            ["y"] = tensor(3.25),
            ["z"] = arange(16, dtype: ScalarType.Byte),
        };
        var bytes = Bytes(tensors, piece);

        Assert.Equal(Bytes(tensors, 1 << 20), bytes);
        using var read = SafeTensors.Read(folder.Write("file.safetensors", bytes), piece);
        Assert.All(tensors, t => Assert.Equal(t.Value.bytes.ToArray(), read.Tensors[t.Key].bytes.ToArray()));
    }

    [Fact]
    public void A_tensor_of_more_than_2_GiB_comes_back_byte_for_byte()
    {
        Slow.SkipUnlessWanted();
        using var scope = NewDisposeScope();
        const long Length = (1L << 31) + 12_345;
        var large = zeros(Length, dtype: ScalarType.Byte);
        long[] places = [0, 1L << 20, int.MaxValue, 1L << 31, Length - 1];
        foreach (var (place, value) in places.Zip(Enumerable.Range(1, 5)))
        {
            large.narrow(0, place, 1).fill_(value);
        }

        var path = folder["large.safetensors"];
        AtomicFile.Write(
            path,
            stream =>
                SafeTensors.Write(
                    stream,
                    new Dictionary<string, Tensor> { ["large"] = large, ["after"] = tensor(7f) },
                    new Dictionary<string, string>()
                )
        );
        using var read = SafeTensors.Read(path);

        Assert.False(read.Tensors["large"].ne(large).any().item<bool>());
        Assert.Equal(7f, read.Tensors["after"].item<float>());
    }

    [Fact]
    public void Places_behind_2_GiB_are_found()
    {
        const long Length = 3L << 30;
        var path = folder.Write(
            "file.safetensors",
            File(
                $$$"""{"a":{"dtype":"I8","shape":[3,{{{1 << 30}}}],"data_offsets":[0,{{{Length}}}]},"x":{"dtype":"U8","shape":[1],"data_offsets":[{{{Length}}},{{{Length + 1}}}]}}"""
            )
        );
        using (var file = new FileStream(path, FileMode.Open))
        {
            // What lies between takes no place on the disk.
            file.Position = file.Length + Length;
            file.WriteByte(7);
        }

        using var read = SafeTensors.Read(path);
        Assert.Equal(7, read.Tensors["x"].item<byte>());
    }

    [Fact]
    public void Tensors_that_no_memory_holds_are_refused_before_they_are_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows fills files up.");
        var length = 2 * PhysicalMemory.Measure().TotalBytes;
        var path = folder.Write(
            "file.safetensors",
            File($$$"""{"x":{"dtype":"U8","shape":[{{{length}}}],"data_offsets":[0,{{{length}}}]}}""")
        );
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(file.Length + length);
        }

        var error = Assert.Throws<InvalidInputException>(() => SafeTensors.Read(path));
        Assert.StartsWith($"{path}: holds {length >> 30} GiB of tensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_that_no_network_has_are_neither_written_nor_read()
    {
        using var scope = NewDisposeScope();
        var none = zeros(0);
        var many = Enumerable.Range(0, 120_001).ToDictionary(i => $"{i}", _ => none);
        var error = Assert.Throws<AccreteException>(() => Bytes(many, 1));
        Assert.Contains("less deep", error.Message, StringComparison.Ordinal);

        Fails(
            File(
                $"{{{string.Join(',', many.Keys.Select(k => $$"""  "{{k}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"""))}}}"
            ),
            "more than 120000 tensors"
        );
        Fails(File($"{{{new string(' ', 32 << 20)}}}"), "its header has 32 MB");
    }

    private static byte[] File(string header)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text];
    }

    private static byte[] Bytes(Dictionary<string, Tensor> tensors, int piece)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, new Dictionary<string, string>(), piece);
        return stream.ToArray();
    }

    private void Fails(byte[] bytes, string expected)
    {
        var path = folder.Write("file.safetensors", bytes);
        var error = Assert.Throws<InvalidInputException>(() => SafeTensors.Read(path));
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
