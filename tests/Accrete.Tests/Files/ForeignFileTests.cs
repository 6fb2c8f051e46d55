using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Interchange;
using CsCheck;
using Onnx = Accrete.Interchange.OnnxFile;

namespace Accrete.Tests.Files;

public sealed class ForeignFileTests : IDisposable
{
    private static readonly byte[] Torch = Zip("archive/data.pkl", "archive/data/0");

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, byte[]> Files =>
        new()
        {
            { "is empty; get the file again", [] },
            { "torch.save", Torch },
            { "torch.save", Zip("weights/data.pkl") },
            { "torch.save", [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20] },
            { "a pickle", [0x80, 5, 0x95, 1, 0, 0, 0, 0, 0, 0, 0, (byte)'}'] },
            { "numpy arrays", Zip("fc.weight.npy") },
            { "a Keras model", Zip("metadata.json", "config.json", "model.weights.h5") },
            { "a zip archive; unpack it", Zip("notes.txt") },
            { "a numpy array", [0x93, .. "NUMPY"u8, 1, 0] },
            { "an HDF5 file, as Keras writes", [0x89, .. "HDF\r\n"u8, 0x1a, 0x0a, 0, 0] },
            { "packed with gzip; unpack it", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] },
            { "packed with xz", [0xfd, .. "7zXZ"u8, 0, 0] },
            { "a tar archive", Tar() },
            { "'git lfs pull'", Text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n") },
            {
                "'git lfs pull'",
                Text("\uFEFFversion https://git-lfs.github.com/spec/v1\r\noid sha256:00\r\nsize 9\r\n")
            },
            {
                "'git lfs pull'",
                [
                    0xff,
                    0xfe,
                    .. Encoding.Unicode.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"),
                ]
            },
            { "'git lfs pull'", Text("version https://hawser.github.com/spec/v1\noid sha256:00\nsize 9\n") },
            { "a web page", [0xff, 0xfe, .. Encoding.Unicode.GetBytes("<!DOCTYPE html><html>Größe</html>")] },
            { "a web page", [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes("<html>not found</html>")] },
            { "a web page", Encoding.Unicode.GetBytes("<html><title>not found</title></html>") },
            { "a web page", Text("<!DOCTYPE html><html>not found</html>") },
            { "a web page", Text("\uFEFF\n  <html lang=\"de\"><title>Größe</title>") },
            { "a web page", Text("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>") },
            { "a JSON text", Text("{\"error\":\"Repository not found\"}") },
            { "lie in several files", Text("{\"metadata\": {}, \"weight_map\": {\"fc.weight\": \"a.safetensors\"}}") },
            { "a text that begins with 'Entry not found',", Text("Entry not found\n") },
            { "an image", [0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, 0, 0] },
            { "begins with zeros", new byte[5000] },
        };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_no_model_is_said_by_every_reader(string says, byte[] content)
    {
        var path = folder.Write("model.safetensors", content);

        Func<object>[] readers = [() => SafeTensors.Read(path), () => Model.Load(path), () => StateDictFile.Read(path)];
        Assert.All(
            readers,
            read =>
            {
                var error = Assert.Throws<InvalidInputException>(read);
                Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
                Assert.Contains(says, error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
            }
        );
    }

    [Fact]
    public void Commands_say_it_whatever_the_file_is_called()
    {
        var (pth, image) = (folder.Write("weights.pth", Torch), folder.Write("a.png", Files.First().Data.Item2));
        foreach (
            var command in new string[][]
            {
                ["inspect", pth],
                ["predict", pth, image],
                ["evaluate", pth, "--out", folder["out"]],
                ["export", pth, "--out", folder["a.onnx"]],
                ["grow", pth, "--widen", "2", "--out", folder["b.safetensors"]],
                ["prune", pth, "--keep", "0.5", "--out", folder["b.safetensors"]],
                ["import", pth, "--network", "resnet18", "--out", folder["b.safetensors"]],
            }
        )
        {
            var answer = Cli.Invocation.Of(command);
            Assert.Equal(2, answer.Status);
            Assert.StartsWith(
                $"error: {pth}: is a pickle, as torch.save writes",
                answer.Error,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void An_own_onnx_file_is_known_for_one()
    {
        using var model = Cli.MadeModel.Make();
        var network = model.Network;
        Onnx.Write(folder["model.onnx"], model);
        Assert.StartsWith("is an ONNX model", ForeignFile.Of(folder["model.onnx"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_have_an_explanation_of_one_line_or_none() =>
        Gen
            .Byte.Array[0, 40]
            .Sample(bytes => Assert.DoesNotContain('\n', ForeignFile.Explain(bytes) ?? ""), iter: 2000);

    [Fact]
    public void A_model_is_none_of_these_and_neither_is_one_that_is_cut_short()
    {
        var whole = File.ReadAllBytes(Cli.MadeModel.Write(folder["model.safetensors"]));
        Assert.All(
            [9, 20, 1000, whole.Length],
            length => Assert.Null(ForeignFile.Explain(whole.AsSpan(0, Math.Min(1024, length))))
        );
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.WriteByte(0);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Tar()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "model.safetensors") { DataStream = new MemoryStream([1]) }
            );
        }

        return stream.ToArray();
    }
}
