using SkiaSharp;

namespace Accrete.Tests.Datasets;

/// <summary>Each official layout in small, written into a folder.</summary>
internal static class SmallSets
{
    public const int Mnist = 20;

    public static byte[] WriteMnist(TemporaryFolder folder, bool packed = true)
    {
        var images = Made.Noise(Mnist * 784, 1);
        var labels = Enumerable.Range(0, Mnist).Select(i => (byte)(i % 10)).ToArray();
        foreach (var part in new[] { "train", "t10k" })
        {
            Write($"mnist/{part}-images-idx3-ubyte", Made.Idx(images, Mnist, 28, 28));
            Write($"mnist/{part}-labels-idx1-ubyte", Made.Idx(labels, Mnist));
        }

        return images;

        void Write(string name, byte[] content) =>
            folder.Write(packed ? name + ".gz" : name, packed ? Made.GZip(content) : content);
    }

    /// <summary>Five batches of 10 records and a test batch of 10; returns them all one after another.</summary>
    public static byte[] WriteCifar10(TemporaryFolder folder, string at = "cifar-10-batches-bin")
    {
        var names = Enumerable.Range(1, 5).Select(i => $"data_batch_{i}").Append("test_batch").ToArray();
        var records = Enumerable.Range(0, 60).Select(i => (byte[])[(byte)(i % 10), .. Made.Noise(3072, i)]).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            folder.Write($"{at}/{names[i]}.bin", records[(10 * i)..(10 * (i + 1))].SelectMany(r => r).ToArray());
        }

        folder.Write(
            $"{at}/batches.meta.txt",
            "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"
        );
        return records.SelectMany(r => r).ToArray();
    }

    /// <summary>100 training and 100 test records, one of each class.</summary>
    public static byte[] WriteCifar100(TemporaryFolder folder, string at = "cifar-100-binary")
    {
        var records = Enumerable
            .Range(0, 100)
            .SelectMany(i => (byte[])[(byte)(i / 5), (byte)(99 - i), .. Made.Noise(3072, i)])
            .ToArray();
        folder.Write($"{at}/train.bin", records);
        folder.Write($"{at}/test.bin", records);
        return records;
    }

    public static void WriteCifarJpeg(TemporaryFolder folder, string at = "cifar-10-jpeg")
    {
        string[] classes = ["airplane", "automobile"];
        folder.Write($"{at}/batches.meta.txt", string.Join('\n', classes));
        foreach (var part in new[] { "train", "test" })
        {
            for (var i = 0; i < 6; i++)
            {
                var shade = (byte)(40 * i);
                folder.Write(
                    $"{at}/{part}/{classes[i % 2]}/{i / 2:0000}.jpg",
                    Made.Jpeg(32, 32, (_, _) => new SKColor(shade, 20, 200))
                );
            }
        }
    }

    /// <summary>Two classes with two training images each (one of them grey) and one validation image each.</summary>
    public static void WriteTinyImageNet(TemporaryFolder folder, string at = "tiny-imagenet-200")
    {
        folder.Write($"{at}/wnids.txt", "n02\nn01\n");
        folder.Write($"{at}/words.txt", "n00\tentity\nn01\tgoldfish, Carassius auratus\nn02\tbullfrog, Rana\n");
        folder.Write($"{at}/train/n01/n01_boxes.txt", "n01_0.JPEG\t0\t0\t62\t62\n");
        folder.Write($"{at}/train/n01/images/n01_0.JPEG", Made.GreyJpeg(64, 64, 77));
        folder.Write($"{at}/train/n01/images/n01_1.JPEG", Made.Jpeg(64, 64, (_, _) => SKColors.Red));
        folder.Write($"{at}/train/n02/images/n02_0.JPEG", Made.Jpeg(64, 64, (_, _) => SKColors.Lime));
        folder.Write($"{at}/train/n02/images/n02_1.JPEG", Made.Jpeg(64, 64, (_, _) => SKColors.Blue));
        folder.Write($"{at}/val/images/val_0.JPEG", Made.Jpeg(64, 64, (_, _) => SKColors.Red));
        folder.Write($"{at}/val/images/val_1.JPEG", Made.Jpeg(64, 64, (_, _) => SKColors.Blue));
        folder.Write($"{at}/val/val_annotations.txt", "val_0.JPEG\tn01\t0\t0\t1\t1\nval_1.JPEG\tn02\t0\t0\t1\t1\n");
    }

    /// <summary>Two classes of ten images, PNG, JPEG and BMP, no two of one size.</summary>
    public static void WriteImageFolder(TemporaryFolder folder, string at)
    {
        for (var i = 0; i < 10; i++)
        {
            var (width, height) = (20 + i, 30 - (2 * i));
            folder.Write($"{at}/red/{i}.{Ending(i)}", Encode(i, width, height, SKColors.Red));
            folder.Write($"{at}/blue/{i}.{Ending(i)}", Encode(i, height, width, SKColors.Blue));
        }
    }

    private static string Ending(int i) =>
        (i % 4) switch
        {
            0 => "png",
            1 => "jpg",
            2 => "BMP",
            _ => "jpeg",
        };

    private static byte[] Encode(int i, int width, int height, SKColor color) =>
        (i % 4) switch
        {
            0 => Made.Png(width, height, (_, _) => color),
            2 => Made.Bmp(width, height, (_, _) => color),
            _ => Made.Jpeg(width, height, (_, _) => color),
        };
}
