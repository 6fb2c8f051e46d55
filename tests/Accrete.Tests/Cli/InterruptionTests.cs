using System.Runtime.InteropServices;
using System.Text;
using Accrete.Cli;
using Accrete.Files;

namespace Accrete.Tests.Cli;

/// <summary>Work that never looks at its token: nothing but what is tested here ends it.</summary>
public sealed class InterruptionTests : IDisposable
{
    // Two seconds are promised, and thirty while a file is being written; a machine that does other work may take
    // longer over the two.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<int> ended = new();
    private readonly MemoryStream error = new();
    private readonly Interruption interruption;

    public InterruptionTests()
    {
        interruption = new Interruption(status => ended.TrySetResult(status), () => error);
        interruption.Notice.Becomes(() => "Stopped, with a checkpoint.");
    }

    private string Said => Encoding.UTF8.GetString(error.ToArray());

    public void Dispose() => interruption.Dispose();

    [Fact]
    public async Task A_signal_ends_work_that_ignores_it_and_says_what_is_left()
    {
        // Even what the signal itself calls does not come back.
        interruption.Token.Register(() => Thread.Sleep(Timeout.Infinite));
        new Thread(() => Send(PosixSignal.SIGTERM)) { IsBackground = true }.Start();

        Assert.Equal(143, await Ended());
        Assert.EndsWith("Stopped, with a checkpoint.", Said.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGHUP, 129)]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task A_second_signal_ends_it_at_once_where_the_first_waits_for_a_file(PosixSignal first, int status)
    {
        using var write = OngoingWrites.Begin();
        Send(first);
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.False(ended.Task.IsCompleted);

        Send(PosixSignal.SIGTERM);

        Assert.Equal(status, await Ended());
        Assert.EndsWith("Stopped, with a checkpoint.", Said.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_command_has_said_of_its_end_is_not_said_again()
    {
        Send(PosixSignal.SIGINT);
        Assert.Equal(130, interruption.StatusOf(ExitStatus.Stopped));
        Send(PosixSignal.SIGINT);
        Assert.Equal(130, await Ended());
        Assert.Empty(Said);
    }

    private void Send(PosixSignal signal) => interruption.Stop(new PosixSignalContext(signal));

    private Task<int> Ended() => ended.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
}
