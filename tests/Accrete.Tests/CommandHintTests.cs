namespace Accrete.Tests;

public sealed class CommandHintTests
{
    [Theory]
    [InlineData("accrete train --resume --out runs/x", "train", "--resume", "--out", "runs/x")]
    [InlineData("accrete predict 'my runs/x' IMAGE...", "predict", "my runs/x", "IMAGE...")]
    [InlineData("accrete detect 'it'\\''s; $HOME'", "detect", "it's; $HOME")]
    [InlineData("accrete detect ''", "detect", "")]
    public void Can_be_typed_again(string hint, params string[] words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "another shell, other quotes");
        Assert.Equal(hint, CommandHint.Of(words));
    }
}
