using static TorchSharp.torch;

namespace Accrete.Files.Tensors;

/// <summary>A type of numbers that safetensors files have.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Bits">Of one number.</param>
/// <param name="Type">Its tensors; null where no network here has numbers of it: such tensors are known by name
/// alone.</param>
internal sealed record SafeTensorsType(string Name, int Bits, ScalarType? Type = null)
{
    private static readonly SafeTensorsType[] All =
    [
        new("F64", 64, ScalarType.Float64),
        new("F32", 32, ScalarType.Float32),
        new("F16", 16, ScalarType.Float16),
        new("BF16", 16, ScalarType.BFloat16),
        new("I64", 64, ScalarType.Int64),
        new("U8", 8, ScalarType.Byte),
        new("BOOL", 8),
        new("I8", 8),
        new("I16", 16),
        new("I32", 32),
        new("U16", 16),
        new("U32", 32),
        new("U64", 64),
        new("F8_E4M3", 8),
        new("F8_E5M2", 8),
        new("F8_E8M0", 8),
        new("F6_E2M3", 6),
        new("F6_E3M2", 6),
        new("F4", 4),
        new("C64", 64),
    ];

    private static readonly Dictionary<string, SafeTensorsType> Named = All.ToDictionary(t => t.Name);

    /// <summary>The type of a name; null where there is none.</summary>
    public static SafeTensorsType? Find(string? name) => name is null ? null : Named.GetValueOrDefault(name);

    /// <summary>The type of a tensor; null where files have none for it.</summary>
    public static SafeTensorsType? Of(Tensor tensor) => Of(tensor.dtype);

    /// <summary>The same of a type of tensors.</summary>
    public static SafeTensorsType? Of(ScalarType type) => Array.Find(All, t => t.Type == type);
}
