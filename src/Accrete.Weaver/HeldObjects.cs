using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Accrete.Weaver;

/// <summary>Makes a method keep its objects alive until it returns.</summary>
internal static class HeldObjects
{
    /// <summary>
    /// Puts GC.KeepAlive before every return: of <c>this</c>, of parameters and local variables that are objects (an
    /// array of tensors has handed over all of their handles), and of every object whose handle the method takes, named
    /// or not.
    /// </summary>
    public static void Hold(MethodDefinition method, MethodReference keepAlive)
    {
        var body = method.Body;
        body.SimplifyMacros();
        var locals = body.Variables.Where(v => NativeCalls.IsHeldType(v.VariableType)).ToList();
        locals.AddRange(HoldReceivers(body));
        body.InitLocals = true; // where a branch left one out, null is held
        List<Instruction> Holding() =>
            [
                .. HeldParameters(method).Select(p => Instruction.Create(OpCodes.Ldarg, p)).SelectMany(Kept),
                .. locals.Select(v => Instruction.Create(OpCodes.Ldloc, v)).SelectMany(Kept),
            ];
        IEnumerable<Instruction> Kept(Instruction load) => [load, Instruction.Create(OpCodes.Call, keepAlive)];

        foreach (var end in body.Instructions.Where(i => i.OpCode == OpCodes.Ret).ToList())
        {
            InsertBefore(body, end, Holding());
        }

        body.OptimizeMacros();
    }

    private static IEnumerable<ParameterDefinition> HeldParameters(MethodDefinition method)
    {
        var parameters = method.Parameters.Where(p => NativeCalls.IsHeldType(p.ParameterType));
        return method.HasThis && NativeCalls.IsHeldType(method.DeclaringType)
            ? parameters.Prepend(method.Body.ThisParameter)
            : parameters;
    }

    private static List<VariableDefinition> HoldReceivers(MethodBody body)
    {
        var held = new List<VariableDefinition>();
        foreach (var take in body.Instructions.Where(NativeCalls.TakesHandle).ToList())
        {
            var variable = new VariableDefinition(((MemberReference)take.Operand).DeclaringType);
            body.Variables.Add(variable);
            held.Add(variable);
            InsertBefore(body, take, [Instruction.Create(OpCodes.Dup), Instruction.Create(OpCodes.Stloc, variable)]);
        }

        return held;
    }

    // What jumps to the place, or begins or ends there, must do so at the first of what is put in: so the instruction
    // that stands there becomes the first, and its copy the last.
    private static void InsertBefore(MethodBody body, Instruction place, List<Instruction> inserted)
    {
        if (inserted is not [var first, .. var rest])
        {
            return;
        }

        var last = Instruction.Create(OpCodes.Nop);
        (last.OpCode, last.Operand) = (place.OpCode, place.Operand);
        (place.OpCode, place.Operand) = (first.OpCode, first.Operand);
        var at = body.Instructions.IndexOf(place);
        foreach (var instruction in rest.Append(last))
        {
            body.Instructions.Insert(++at, instruction);
        }
    }
}
