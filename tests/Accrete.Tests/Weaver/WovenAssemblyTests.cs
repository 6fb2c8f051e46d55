using System.Reflection;
using System.Runtime.CompilerServices;
using Accrete.Machine;
using Accrete.Weaver;
using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace Accrete.Tests.Weaver;

public sealed class WovenAssemblyTests
{
    private const string ScalarHandle = "System.IntPtr TorchSharp.Scalar::get_Handle()";

    // Handles of a script module's arguments go into an array; the caller is given the list of arguments, and holds
    // that.
    private static readonly string[] HandOn = ["DetermineArgumentTypeRefs"];

    private static readonly ModuleDefinition Module = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);

    private static IEnumerable<MethodDefinition> Methods =>
        Module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody);

    [Fact]
    public void EveryNumberIsHeldUntilTheMethodThatPassesItToLibtorchReturns()
    {
        var takes = 0;
        foreach (var method in Methods)
        {
            foreach (
                var take in method.Body.Instructions.Where(i => i.Operand is MethodReference { FullName: ScalarHandle })
            )
            {
                takes++;
                Assert.True(
                    NativeCalls.IsIn(method),
                    $"{method.FullName} takes the handle of a number for another method."
                );
                Assert.True(IsHeld(method, take), $"{method.FullName} does not hold a number.");
                Assert.True(
                    method.ReturnType.FullName != "System.IntPtr" || HandOn.Contains(method.Name),
                    $"{method.FullName} may return a handle."
                );
            }
        }

        Assert.InRange(takes, 100, 1000);
    }

    [Fact]
    public void EveryTensorAndGeneratorIsHeldWhereItsHandleIsPassed()
    {
        var takes = Methods
            .Where(NativeCalls.IsIn)
            .SelectMany(m => m.Body.Instructions.Where(NativeCalls.TakesHandle).Select(i => (m, i)))
            .ToList();

        Assert.All(takes, t => Assert.True(IsHeld(t.m, t.i), t.m.FullName));
        Assert.InRange(takes.Count, 1000, 10_000);
    }

    [Fact]
    public void ObjectsThatAMethodWasGivenAreHeldWhenItCallsNativeCode()
    {
        var methods = Methods.Where(NativeCalls.IsIn).ToList();
        foreach (var method in methods)
        {
            var given =
                method.Parameters.Count(p => NativeCalls.IsHeldType(p.ParameterType))
                + (method.HasThis && !method.DeclaringType.IsValueType ? 1 : 0);
            Assert.All(
                method.Body.Instructions.Where(i => i.OpCode == OpCodes.Ret),
                r => Assert.True(HeldAt(r).Count >= given, method.FullName)
            );
        }

        Assert.InRange(methods.Count, 1000, 10_000);
    }

    [Fact]
    public void EveryMethodOfTheWovenAssemblyCompiles()
    {
        var native = Methods.Where(NativeCalls.IsIn).Select(m => m.MetadataToken.ToInt32()).ToHashSet();
        var failed = new List<string>();
        foreach (
            var method in typeof(torch)
                .Assembly.GetTypes()
                .SelectMany(MethodsOf)
                .Where(m => native.Contains(m.MetadataToken))
        )
        {
            try
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
            catch (Exception e) when (e is InvalidProgramException or BadImageFormatException or MissingMemberException)
            {
                failed.Add($"{method.DeclaringType}.{method.Name}: {e.Message}");
            }
        }

        Assert.Empty(failed);
    }

    [Fact]
    public void AnAssemblyThatIsNotWovenIsRefused()
    {
        WovenTorchSharp.Require();
        var refused = Assert.Throws<AccreteException>(() => WovenTorchSharp.Require(typeof(Assert).Assembly));

        Assert.Contains("Accrete.targets", refused.Message, StringComparison.Ordinal);
        Assert.Equal(WovenAssembly.Mark, WovenTorchSharp.Mark);
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.Instance
            | BindingFlags.Static
            | BindingFlags.DeclaredOnly;
        return type.GetMethods(Own)
            .Cast<MethodBase>()
            .Concat(type.GetConstructors(Own))
            .Where(m => !m.ContainsGenericParameters && !type.ContainsGenericParameters);
    }

    private static bool IsHeld(MethodDefinition method, Instruction take) =>
        take.Previous is { } store
        && Stored(method, store) is { } variable
        && store.Previous?.OpCode == OpCodes.Dup
        && method
            .Body.Instructions.Where(i => i.OpCode == OpCodes.Ret)
            .All(r => HeldAt(r).Any(load => Held(method, load) == variable));

    private static List<Instruction> HeldAt(Instruction end)
    {
        var loads = new List<Instruction>();
        for (
            var i = end.Previous;
            i?.Operand is MethodReference { Name: nameof(GC.KeepAlive) };
            i = i.Previous.Previous
        )
        {
            loads.Add(i.Previous);
        }

        return loads;
    }

    private static VariableDefinition? Stored(MethodDefinition method, Instruction store) =>
        store.OpCode.Code switch
        {
            Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3 => method.Body.Variables[
                store.OpCode.Code - Code.Stloc_0
            ],
            Code.Stloc or Code.Stloc_S => (VariableDefinition)store.Operand,
            _ => null,
        };

    private static VariableDefinition? Held(MethodDefinition method, Instruction load) =>
        load.OpCode.Code switch
        {
            Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3 => method.Body.Variables[
                load.OpCode.Code - Code.Ldloc_0
            ],
            Code.Ldloc or Code.Ldloc_S => (VariableDefinition)load.Operand,
            _ => null,
        };
}
