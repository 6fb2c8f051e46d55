using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace Accrete.Reports;

/// <summary>A file of events as TensorBoard reads it: records of TensorFlow, each with its length and two sums.</summary>
/// <remarks>TorchSharp's own writer puts the name of the host into the name of the file.</remarks>
internal sealed class EventFile
{
    // By TensorFlow's rule, so that a sum of something with sums in it differs from them.
    private const uint MaskDelta = 0xa282ead8;

    private readonly string path;

    /// <param name="folder">Its folder, which is made.</param>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        path = Path.Combine(folder, $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.accrete");
        Write(new Event { WallTime = Now, FileVersion = "brain.Event:2" });
    }

    private static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>Writes a number.</summary>
    public void Add(string tag, float value, long step)
    {
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = value });
        Write(new Event { WallTime = Now, Step = step, Summary = summary });
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
