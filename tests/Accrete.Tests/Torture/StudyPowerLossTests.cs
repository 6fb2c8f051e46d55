using Accrete.Tests.Robustness;

namespace Accrete.Tests.Torture;

/// <summary>
/// Studies that keep what they found, on a disk that loses its power; <c>ACCRETE_SLOW=1</c> loses it a hundred times.
/// </summary>
public sealed class StudyPowerLossTests(ITestOutputHelper output) : IDisposable
{
    private const int MostOperations = 40;
    private static readonly int Losses = Slow.IsWanted ? 100 : 6;

    private readonly TemporaryFolder folder = new();
    private readonly StoppedStudies studies = new();

    public static TheoryData<string> Names => [.. StoppedStudies.Names];

    public void Dispose()
    {
        studies.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_said_to_be_kept_is_there_and_the_numbers_are_the_same(string name)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var right = studies.Run(name);
        var (losses, finished, safe, image) = (0, 0, 0, folder["0"]);
        while (losses < Losses || finished == 0)
        {
            var disk = new LosingDisk(image, losses < Losses ? random.Next(MostOperations) : int.MaxValue, random);
            using var record = studies.Open(image, name, disk);
            Assert.True(record.Parts >= safe, $"{record.Parts} parts instead of {safe}");
            try
            {
                Assert.Equal(right, studies.Run(name, record));
                record.Finish();
                finished++;
                (image, safe) = (folder[$"{losses}-{finished}"], 0);
            }
            catch (PowerLoss)
            {
                losses++;
                safe = record.Parts;
                image = folder[$"{losses}"];
                disk.WriteWhatIsLeft(image);
            }
        }

        output.WriteLine($"{losses} losses, {finished} studies came to their end");
    }
}
