using System.Text.Json.Serialization.Metadata;
using static TorchSharp.torch;

namespace Accrete.Robustness;

/// <summary>Keeps nothing: every part of a study is measured.</summary>
internal sealed class Unrecorded : IStudyRecord
{
    public (T Numbers, Tensor? Images) Part<T>(
        string name,
        JsonTypeInfo<T> type,
        Func<(T Numbers, Tensor? Images)> measure,
        Func<T, Tensor?, bool> fits
    )
        where T : class => measure();
}
