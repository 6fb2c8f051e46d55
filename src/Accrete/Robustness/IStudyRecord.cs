using System.Text.Json.Serialization.Metadata;
using static TorchSharp.torch;

namespace Accrete.Robustness;

/// <summary>
/// Keeps what the parts of a study have found, so that a study which ends early goes on after the last of them.
/// </summary>
internal interface IStudyRecord
{
    /// <summary>What a part has found: as it is kept, or else it is measured now and kept.</summary>
    /// <param name="name">Its name, which no other part of the study has.</param>
    /// <param name="type">How its numbers are written.</param>
    /// <param name="measure">Measures: numbers, and images that later parts ask about, float32 <c>[N, C, H, W]</c>;
    /// null for none.</param>
    /// <param name="fits">Whether what is kept can be what this part found.</param>
    /// <returns>Numbers and images, these in the caller's dispose scope.</returns>
    /// <exception cref="InvalidInputException">Throws if what is kept is damaged, or another process writes
    /// it.</exception>
    /// <exception cref="AccreteException">Throws if it cannot be kept: a full disk, no permission.</exception>
    (T Numbers, Tensor? Images) Part<T>(
        string name,
        JsonTypeInfo<T> type,
        Func<(T Numbers, Tensor? Images)> measure,
        Func<T, Tensor?, bool> fits
    )
        where T : class;
}
