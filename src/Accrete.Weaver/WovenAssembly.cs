using Mono.Cecil;

namespace Accrete.Weaver;

/// <summary>A copy of an assembly in which every method holds its objects while native code runs.</summary>
/// <remarks>
/// TorchSharp 0.107 passes the naked handle of a Scalar (any number that is given to an operation), a Tensor or a
/// Generator to libtorch and does not keep the object itself alive. When the collector runs on another thread during
/// the call, the object's finalizer frees what libtorch reads. The remedy is the documented one, GC.KeepAlive after the
/// call; here it is put in by machine, for every method, because TorchSharp makes such objects also where no caller can
/// hold them.
/// </remarks>
internal static class WovenAssembly
{
    /// <summary>The key of the assembly's metadata by which a woven assembly is known.</summary>
    public const string Mark = "Accrete.HoldsHandles";

    /// <summary>
    /// Writes the woven copy beside its place and renames it; outputs that are hard links to an older one keep theirs.
    /// </summary>
    public static void Write(string original, string woven)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(original);
        var module = assembly.MainModule;
        var keepAlive = KeepAliveOf(module);
        foreach (var method in module.GetTypes().SelectMany(t => t.Methods).Where(NativeCalls.IsIn))
        {
            HeldObjects.Hold(method, keepAlive);
        }

        assembly.CustomAttributes.Add(MarkOf(module));
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(woven))!);
        var beside = Path.Combine(folder.FullName, Path.GetRandomFileName());
        try
        {
            assembly.Write(beside);
            File.Move(beside, woven, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    // What is referred to is named by hand, in the library that the original refers to, not in that of the runtime
    // which weaves.
    private static MethodReference KeepAliveOf(ModuleDefinition module)
    {
        var collector = new TypeReference("System", nameof(GC), module, module.TypeSystem.CoreLibrary);
        var keepAlive = new MethodReference(nameof(GC.KeepAlive), module.TypeSystem.Void, collector);
        keepAlive.Parameters.Add(new ParameterDefinition(module.TypeSystem.Object));
        return keepAlive;
    }

    private static CustomAttribute MarkOf(ModuleDefinition module)
    {
        var type = new TypeReference(
            "System.Reflection",
            "AssemblyMetadataAttribute",
            module,
            module.TypeSystem.CoreLibrary
        );
        var constructor = new MethodReference(".ctor", module.TypeSystem.Void, type) { HasThis = true };
        constructor.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        constructor.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        var mark = new CustomAttribute(constructor);
        mark.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, Mark));
        mark.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, "true"));
        return mark;
    }
}
