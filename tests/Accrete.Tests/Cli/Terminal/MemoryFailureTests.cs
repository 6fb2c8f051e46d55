using Accrete.Cli;
using Accrete.Cli.Terminal;
using static TorchSharp.torch;

namespace Accrete.Tests.Cli.Terminal;

public sealed class MemoryFailureTests
{
    [Fact]
    public void What_libtorch_throws_when_no_memory_is_left_is_told_as_what_it_is()
    {
        // More than any machine has, and less than where libtorch gives up counting.
        var thrown = Record.Exception(() => empty([1L << 58], ScalarType.Byte));
        Assert.NotNull(thrown);
        Told(thrown);
    }

    [Fact]
    public void However_it_is_said_and_wherever_it_was_thrown()
    {
#pragma warning disable CA2201 // what the runtime and libtorch throw
        Told(new OutOfMemoryException());
        Told(new System.Runtime.InteropServices.ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB."));
        Told(new System.Runtime.InteropServices.ExternalException("std::bad_alloc"));
        Told(new AggregateException(new InvalidOperationException("outer", new InsufficientMemoryException())));
#pragma warning restore CA2201
    }

    [Fact]
    public void What_only_quotes_a_name_is_not() =>
        Assert.False(MemoryFailure.Is(new InvalidInputException("out of memory.png: cannot be read.")));

    private static void Told(Exception e)
    {
        using var error = new StringWriter();
        Assert.Equal(ExitStatus.Failed, Failure.Report(e, verbose: false, error));
        Assert.StartsWith("error: out of memory: take fewer images", error.ToString(), StringComparison.Ordinal);
    }
}
