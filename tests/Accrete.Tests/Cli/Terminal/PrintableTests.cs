using Accrete.Cli.Terminal;

namespace Accrete.Tests.Cli.Terminal;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("Ankle boot", "Ankle boot")]
    [InlineData("a\u001b[31mb\tc\n", "a?[31mb?c?")]
    public void Control_characters_become_question_marks(string text, string shown) => Assert.Equal(shown, Printable.Of(text));
}
