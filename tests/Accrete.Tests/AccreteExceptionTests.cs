using Accrete.Cli.Terminal;

namespace Accrete.Tests;

public class AccreteExceptionTests
{
    [Fact]
    public void Says_what_it_is_about()
    {
        Assert.Equal("runs/a", new InvalidInputException("runs/a: is a file: no folder.").Subject);
        Assert.Null(new AccreteException("out of memory.").Subject);
    }

    [Fact]
    public void What_can_be_set_is_taken_over_by_an_error_around_it()
    {
        var inner = new InvalidInputException("a: is full.", Setting.OutputFolder);
        var outer = new AccreteException($"b: {inner.Message}", inner, Setting.Resume);

        Assert.Equal([Setting.Resume, Setting.OutputFolder], outer.Settings);
        Assert.Equal("b: a: is full (--resume, --out).", SettingOptions.Explain(outer));
        Assert.Equal("c: is gone.", SettingOptions.Explain(new AccreteException("c: is gone.", inner.InnerException)));
    }

    [Fact]
    public void The_tool_has_an_option_for_everything_that_can_be_set() =>
        Assert.All(Enum.GetValues<Setting>(), s => Assert.StartsWith("--", SettingOptions.Option(s)));
}
