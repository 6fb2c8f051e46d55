using System.Buffers.Binary;
using System.Text;
using Accrete.Files.Tensors;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Files.Tensors;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Byte)]
    public void Every_type_comes_back_bit_for_bit(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var values = (arange(24) * 9.7).to_type(type).reshape(2, 3, 4);

        using var read = Again(new() { ["x"] = values });

        Assert.Equal(type, read.Tensors["x"].dtype);
        Assert.Equal([2, 3, 4], read.Tensors["x"].shape);
        Assert.Equal(values.bytes.ToArray(), read.Tensors["x"].bytes.ToArray());
    }

    [Fact]
    public void Order_texts_scalars_and_empty_tensors_come_back()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["z"] = zeros(0, 3),
            ["b/ü"] = tensor(7.5f),
            ["a"] = ones(5),
            ["m"] = zeros(2, 0),
        };

        using var read = Again(tensors, new() { ["key"] = "a \"quoted\" text\n", ["empty"] = "" });

        Assert.Equal(
            tensors.Select(t => (t.Key, string.Join('x', t.Value.shape))),
            read.Tensors.Select(t => (t.Key, string.Join('x', t.Value.shape)))
                .OrderBy(t => tensors.Keys.ToList().IndexOf(t.Key))
        );
        Assert.Equal(7.5f, read.Tensors["b/ü"].item<float>());
        Assert.Equal("a \"quoted\" text\n", read.Metadata["key"]);
        Assert.Equal("", read.Metadata["empty"]);
    }

    [Theory]
    [InlineData("BOOL", 6)]
    [InlineData("I8", 6)]
    [InlineData("I16", 12)]
    [InlineData("I32", 24)]
    [InlineData("U16", 12)]
    [InlineData("U32", 24)]
    [InlineData("U64", 48)]
    [InlineData("F8_E4M3", 6)]
    [InlineData("F8_E5M2", 6)]
    [InlineData("F8_E8M0", 6)]
    [InlineData("C64", 48)]
    [InlineData("F4", 3)]
    [InlineData("F6_E2M3", 5)]
    public void Tensors_of_types_that_no_network_has_are_passed_over_in_their_places(string type, int bytes)
    {
        var others =
            $$"""{"a":{"dtype":"{{type}}","shape":[2,3],"data_offsets":[0,{{bytes}}]},"""
            + $$"""  "x":{"dtype":"U8","shape":[1],"data_offsets":[{{bytes}},{{bytes + 1}}] } }""";
        var file = File(others, bytes + 1);
        file[^1] = 7;

        using var read = SafeTensors.Read(Write(file));

        Assert.Equal((1, 7), (read.Tensors.Count, read.Tensors["x"].item<byte>()));
        Fails(file[..^2]);
        Fails(File(others.Replace("[2,3]", "[2,4]", StringComparison.Ordinal), bytes + 1));
    }

    [Fact]
    public void Memory_order_does_not_change_the_bytes()
    {
        using var scope = NewDisposeScope();
        var plain = arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5);
        var channelsLast = plain.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        Assert.Equal(Bytes(new() { ["x"] = plain }), Bytes(new() { ["x"] = channelsLast }));
    }

    [Fact]
    public void A_type_that_has_no_name_there_is_refused()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<NotSupportedException>(() =>
            Bytes(new() { ["x"] = zeros(2, dtype: ScalarType.ComplexFloat32) })
        );
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_short_anywhere_is_an_error()
    {
        using var scope = NewDisposeScope();
        var whole = Bytes(new() { ["x"] = arange(20), ["y"] = zeros(3, dtype: ScalarType.Byte) });
        for (var length = 0; length < whole.Length; length += 7)
        {
            Fails(whole[..length]);
        }

        Fails([.. whole, 0]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_header_length_that_cannot_be_is_an_error(long length)
    {
        var file = new byte[100];
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        Fails(file);
    }

    [Theory]
    // not a header at all
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("""{"x":5}""")]
    [InlineData("""{"__metadata__":5}""")]
    [InlineData("""{"__metadata__":{"a":5}}""")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""")]
    // parts that are missing or of the wrong kind
    [InlineData("""{"x":{"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":4}}""")]
    // an unknown type
    [InlineData("""{"x":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}""")]
    // places that lie, overlap, leave gaps or hide something
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        4
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
        12
    )]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8)]
    [InlineData("{}", 1)]
    // shapes that no memory holds
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,-4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0)]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,0],"data_offsets":[0,0]}}""",
        0
    )]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}""",
        0
    )]
    [InlineData("""{"x":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"x":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}""")]
    [InlineData("""{"x":{"dtype":"U8","shape":[9000000000000],"data_offsets":[0,9000000000000]}}""")]
    [InlineData(
        """{"x":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}}""",
        1
    )]
    // one name twice
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8
    )]
    public void A_header_that_lies_is_an_error(string header, int data = 4) => Fails(File(header, data));

    [Fact]
    public void Empty_tensors_may_stand_anywhere_in_the_header()
    {
        var path = Write(
            File(
                """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]}}""",
                4
            )
        );
        using var read = SafeTensors.Read(path);
        Assert.Equal([0, 7], read.Tensors["y"].shape);
    }

    [Fact]
    public void A_small_file_takes_little_memory_whatever_it_says()
    {
        var path = Write(File("""{"x":{"dtype":"F32","shape":[400000000],"data_offsets":[0,1600000000]}}""", 4));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidInputException>(() => SafeTensors.Read(path));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void A_file_that_is_missing_or_a_folder_is_an_error()
    {
        foreach (var path in new[] { folder["nothing"], Path.Combine(folder["no folder"], "x"), folder.Path })
        {
            var error = Assert.Throws<InvalidInputException>(() => SafeTensors.Read(path));
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Random_damage_gives_tensors_or_an_error_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        var whole = Bytes(
            new() { ["weight"] = arange(6).reshape(2, 3), ["bias"] = zeros(2, dtype: ScalarType.Float64) },
            new() { ["format"] = "pt" }
        );
        var path = folder["damaged"];
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte)
            .Array[1, 4]
            .Sample(
                damages =>
                {
                    var bytes = whole.ToArray();
                    foreach (var (place, value) in damages)
                    {
                        bytes[place] = value;
                    }

                    System.IO.File.WriteAllBytes(path, bytes);
                    try
                    {
                        SafeTensors.Read(path).Dispose();
                    }
                    catch (InvalidInputException e)
                    {
                        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
                    }
                },
                iter: 4000,
                threads: 1
            );
    }

    [Fact]
    public void Any_flipped_bit_is_refused_or_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["weight"] = arange(6).reshape(2, 3),
            ["none"] = zeros(0),
            ["bias"] = zeros(3, dtype: ScalarType.Byte),
        };
        var whole = Bytes(tensors, new() { ["format"] = "pt" });
        var passed = new List<int>();
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                using var read = SafeTensors.Read(Write(bytes));
                Assert.Equal(tensors.Keys.Order(), read.Tensors.Keys.Order());
                Assert.All(tensors, t => Assert.Equal(t.Value.bytes.ToArray(), read.Tensors[t.Key].bytes.ToArray()));
                Assert.Equal("pt", read.Metadata["format"]);
                passed.Add(bit / 8);
            }
            catch (InvalidInputException) { }
        }

        // Only the name of the sum itself can be hit unseen: without a sum a file is one of an older writer.
        var name = whole.AsSpan().IndexOf("accrete.sha256"u8);
        Assert.All(passed, place => Assert.InRange(place, name, name + "accrete.sha256".Length - 1));
    }

    [Fact]
    public void The_checksum_is_no_text_of_the_file()
    {
        using var scope = NewDisposeScope();
        using var read = Again(new() { ["x"] = ones(2) });
        Assert.Empty(read.Metadata);
        Assert.Equal(Bytes(new() { ["x"] = ones(2) }), Bytes(new(read.Tensors), new(read.Metadata)));
    }

    [Fact]
    public void Nothing_is_left_in_memory_after_an_error()
    {
        using var scope = NewDisposeScope();
        var path = Write(Bytes(new() { ["x"] = arange(20) }));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        SafeTensors.Read(path).Dispose();
        Fails(System.IO.File.ReadAllBytes(path)[..^1]);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static byte[] File(string header, int data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. new byte[data]];
    }

    private static byte[] Bytes(Dictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, metadata ?? []);
        return stream.ToArray();
    }

    private SafeTensorsContent Again(Dictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null) =>
        SafeTensors.Read(Write(Bytes(tensors, metadata)));

    private string Write(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(folder["file.safetensors"], bytes);
        return folder["file.safetensors"];
    }

    private void Fails(byte[] bytes)
    {
        var path = Write(bytes);
        var error = Assert.Throws<InvalidInputException>(() => SafeTensors.Read(path));
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
