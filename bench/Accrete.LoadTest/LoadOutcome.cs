using System.Globalization;

namespace Accrete.LoadTest;

/// <summary>What a load test found.</summary>
/// <param name="Requests">Good images that were sent.</param>
/// <param name="Different">Answers that differ from those of the library without a service.</param>
/// <param name="Hostile">Hostile uploads that were sent.</param>
/// <param name="NotRefused">Those that were not answered by a status of 400 to 499.</param>
/// <param name="Seconds">How long the counted requests took.</param>
/// <param name="MedianMilliseconds">The median time of a good request.</param>
/// <param name="SlowMilliseconds">The time that one in a hundred exceeds.</param>
/// <param name="MegabytesBefore">Resident memory of the service after warming up.</param>
/// <param name="MegabytesMost">The most of it afterwards.</param>
internal sealed record LoadOutcome(
    int Requests,
    int Different,
    int Hostile,
    int NotRefused,
    double Seconds,
    double MedianMilliseconds,
    double SlowMilliseconds,
    double MegabytesBefore,
    double MegabytesMost
)
{
    /// <summary>How much memory may grow once it has found its size.</summary>
    public const double MostGrowth = 0.02;

    public double Growth => (MegabytesMost / MegabytesBefore) - 1;

    /// <summary>Whether it found nothing wrong; memory says something only after many requests.</summary>
    public bool IsGood => Different == 0 && NotRefused == 0 && Growth <= MostGrowth;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Requests:n0} images in {Seconds:n1} s: {Requests
                / Seconds:n0} a second, median {MedianMilliseconds:n1} ms, 99 % below {SlowMilliseconds:n1} ms
            {Different:n0} answers differ from those of the library
            {NotRefused:n0} of {Hostile:n0} hostile uploads were not refused
            memory {MegabytesBefore:n1} MB after warming up, {MegabytesMost:n1} MB at most: {Growth:+0.0 %;-0.0 %}
            """
        );
}
