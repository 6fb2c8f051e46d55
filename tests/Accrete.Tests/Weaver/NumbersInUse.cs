using Mono.Cecil;
using TorchSharp;

namespace Accrete.Tests.Weaver;

/// <summary>
/// Which of TorchSharp's methods pass a number to libtorch, themselves or through others, and who calls them.
/// </summary>
internal sealed class NumbersInUse
{
    private readonly Dictionary<string, HashSet<string>> callers = [];
    private readonly HashSet<string> passing = [];

    public NumbersInUse()
    {
        using var torchSharp = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        foreach (var (method, called) in Calls(torchSharp.GetTypes()))
        {
            Called(Name(called), by: Name(method));
            if (called is { Name: "get_Handle", DeclaringType.FullName: "TorchSharp.Scalar" })
            {
                passing.Add(Name(method));
            }
        }

        foreach (
            var method in torchSharp
                .GetTypes()
                .SelectMany(t => t.Methods)
                .Where(m => m is { IsVirtual: true, IsNewSlot: false })
        )
        {
            foreach (var overridden in Overridden(method))
            {
                Called(Name(method), by: Name(overridden)); // who calls the base may reach this one
            }
        }

        foreach (var method in passing.ToList())
        {
            AddCallersOf(method);
        }
    }

    /// <summary>The methods with numbers that the types of an assembly call.</summary>
    public ISet<string> In(string assembly, Func<TypeDefinition, bool> counts)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return Calls(module.GetTypes().Where(counts)).Select(c => Name(c.Called)).Where(passing.Contains).ToHashSet();
    }

    private static IEnumerable<(MethodDefinition Method, MethodReference Called)> Calls(
        IEnumerable<TypeDefinition> types
    ) =>
        from type in types
        from method in type.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.Operand is MethodReference
        select (method, (MethodReference)instruction.Operand);

    private static IEnumerable<MethodDefinition> Overridden(MethodDefinition method)
    {
        for (var type = Base(method.DeclaringType); type is not null; type = Base(type))
        {
            foreach (
                var same in type.Methods.Where(m =>
                    m.Name == method.Name && m.Parameters.Count == method.Parameters.Count
                )
            )
            {
                yield return same;
            }
        }
    }

    private static TypeDefinition? Base(TypeDefinition type) => type.BaseType?.GetElementType() as TypeDefinition;

    private static string Name(MethodReference method)
    {
        var element = method.GetElementMethod();
        var types = element.Parameters.Select(p => p.ParameterType.FullName);
        return $"{element.DeclaringType.GetElementType().FullName}.{element.Name}({string.Join(", ", types)})";
    }

    private void Called(string method, string by)
    {
        if (!callers.TryGetValue(method, out var known))
        {
            callers[method] = known = [];
        }

        known.Add(by);
    }

    private void AddCallersOf(string method)
    {
        foreach (var caller in callers.GetValueOrDefault(method, []))
        {
            if (passing.Add(caller))
            {
                AddCallersOf(caller);
            }
        }
    }
}
