using System.Runtime.CompilerServices;
using Xunit.Sdk;
using Xunit.v3;

// TorchSharp frees the numbers that it passes to libtorch in finalizers, and does not keep them alive during the call. When
// another thread makes the collector run at that moment, the call reads freed memory: with tests side by side, each with
// many small calls, that was seen. One test after the other costs little, because libtorch uses all cores by itself.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Accrete.Tests;

/// <summary>Keeps properties, too, from trying their cases on several threads.</summary>
internal static class OneAtATime
{
    [ModuleInitializer]
    internal static void Set() => CsCheck.Check.Threads = 1;
}
