using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Accrete.Weaver;

/// <summary>Where a method hands over to native code, and where it takes the handle that it hands over.</summary>
internal static class NativeCalls
{
    /// <summary>Whether the method itself calls a function of a native library.</summary>
    public static bool IsIn(MethodDefinition method) =>
        method.HasBody && method.Body.Instructions.Any(i => i.Operand is MethodDefinition { IsPInvokeImpl: true });

    /// <summary>
    /// Whether the instruction takes the object on top of the stack and leaves its handle: <c>x.Handle</c>,
    /// <c>x.handle</c>.
    /// </summary>
    public static bool TakesHandle(Instruction instruction) =>
        instruction.Operand switch
        {
            MethodReference { Name: "get_Handle" or "get_handle", HasThis: true } getter => IsHeldType(
                getter.DeclaringType
            ),
            FieldReference { FieldType.FullName: "System.IntPtr" } field => instruction.OpCode == OpCodes.Ldfld
                && IsHeldType(field.DeclaringType),
            _ => false,
        };

    /// <summary>
    /// Whether an object of this type can be held: what is passed by reference, by pointer or by value cannot, nor does
    /// it have a finalizer of its own.
    /// </summary>
    public static bool IsHeldType(TypeReference type) =>
        type switch
        {
            ByReferenceType or PointerType or FunctionPointerType or PinnedType or GenericParameter => false,
            RequiredModifierType or OptionalModifierType => false,
            ArrayType => true,
            _ => !type.IsValueType,
        };
}
