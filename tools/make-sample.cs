// Makes the embedded sample from the four gzip IDX files of Debian's dataset-fashion-mnist:
//   dotnet run tools/make-sample.cs -- /usr/share/datasets/fashion-mnist src/Accrete/Datasets/Sample
// It keeps the first 1,200 training and 200 test images of each class, in the order of the files. Brotli at its best
// brings them under 6 MB; gzip does not.

using System.Buffers.Binary;
using System.IO.Compression;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run tools/make-sample.cs -- SOURCE TARGET");
    return 2;
}

Directory.CreateDirectory(args[1]);
MakePart("train", 1200);
MakePart("t10k", 200);
return 0;

void MakePart(string part, int imagesOfEachClass)
{
    const int Classes = 10;
    var images = Unpack($"{part}-images-idx3-ubyte");
    var labels = Unpack($"{part}-labels-idx1-ubyte");
    var pixels =
        BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(8)) * BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(12));

    using var keptImages = new MemoryStream();
    using var keptLabels = new MemoryStream();
    keptImages.Write(images.AsSpan(0, 16));
    keptLabels.Write(labels.AsSpan(0, 8));
    var taken = new int[Classes];
    for (var i = 0; i < labels.Length - 8; i++)
    {
        var label = labels[8 + i];
        if (taken[label] < imagesOfEachClass)
        {
            taken[label]++;
            keptImages.Write(images.AsSpan(16 + (i * pixels), pixels));
            keptLabels.WriteByte(label);
        }
    }

    Pack($"{part}-images-idx3-ubyte", keptImages.ToArray(), taken.Sum());
    Pack($"{part}-labels-idx1-ubyte", keptLabels.ToArray(), taken.Sum());
}

byte[] Unpack(string name)
{
    using var file = new GZipStream(File.OpenRead(Path.Combine(args[0], name + ".gz")), CompressionMode.Decompress);
    using var content = new MemoryStream();
    file.CopyTo(content);
    return content.ToArray();
}

void Pack(string name, byte[] content, int count)
{
    BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), count);
    var path = Path.Combine(args[1], name + ".br");
    using (var packed = new BrotliStream(File.Create(path), new BrotliCompressionOptions { Quality = 11 }))
    {
        packed.Write(content);
    }

    Console.WriteLine($"{path}: {count} items, {new FileInfo(path).Length} bytes");
}
