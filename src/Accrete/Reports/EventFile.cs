using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace Accrete.Reports;

/// <summary>
/// A file of events as TensorBoard reads it: records of TensorFlow, each with its length and two sums.
/// </summary>
/// <remarks>TorchSharp's own writer puts the name of the host into the name of the file.</remarks>
internal sealed class EventFile
{
    // By TensorFlow's rule, so that a sum of something with sums in it differs from them.
    private const uint MaskDelta = 0xa282ead8;

    private const string Beginning = "events.out.tfevents.";
    private const string Ending = ".accrete";

    private readonly string path;

    /// <param name="folder">Its folder, which is made.</param>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        path = Unused(folder);
        Write(new Event { WallTime = Now, FileVersion = "brain.Event:2" });
    }

    /// <summary>Which files of a folder were written here, by their names.</summary>
    public static string Pattern => $"{Beginning}*{Ending}";

    private static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>Writes a number.</summary>
    public void Add(string tag, float value, long step)
    {
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = value });
        Write(
            new Event
            {
                WallTime = Now,
                Step = step,
                Summary = summary,
            }
        );
    }

    // TensorBoard shows the files of a folder in the order of their names. Two may begin within one second.
    private static string Unused(string folder)
    {
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return Enumerable
            .Range(0, int.MaxValue)
            .Select(i => Path.Combine(folder, $"{Beginning}{seconds}.{i}{Ending}"))
            .First(p => !Path.Exists(p));
    }

    private void Write(Event content)
    {
        var data = content.ToByteArray();
        var record = new byte[sizeof(long) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), Sum(record.AsSpan(0, sizeof(long))));
        data.CopyTo(record, sizeof(long) + sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), Sum(data));
        File.AppendAllBytes(path, record);
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        var sum = uint.MaxValue;
        foreach (var value in data)
        {
            sum = BitOperations.Crc32C(sum, value);
        }

        return BitOperations.RotateRight(~sum, 15) + MaskDelta;
    }
}
