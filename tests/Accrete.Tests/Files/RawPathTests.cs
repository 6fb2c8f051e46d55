using System.Text;
using Accrete.Files;

namespace Accrete.Tests.Files;

public sealed class RawPathTests
{
    [Fact]
    public void Every_sequence_of_bytes_is_kept()
    {
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            // Few different bytes, so that beginnings, middles and ends of characters meet.
            byte[] name = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Bytes[random.Next(Bytes.Length)])];
            var path = RawPath.Of(name);
            Assert.Equal([.. name, 0], RawPath.Bytes(path));
            Assert.Equal(!IsText(name), RawPath.IsRaw(path));
            Assert.True(RawPath.Shown(path).EnumerateRunes().All(r => r != Rune.ReplacementChar));
        }
    }

    [Theory]
    [InlineData("ant/🐜.png")]
    [InlineData("Ameise/größe.png")]
    [InlineData("")]
    public void Text_is_itself(string text)
    {
        Assert.Equal(text, RawPath.Of(Encoding.UTF8.GetBytes(text)));
        Assert.False(RawPath.IsRaw(text));
        Assert.Equal(text, RawPath.Shown(text));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_numbers() =>
        Assert.Equal(@"caf\xE9.png", RawPath.Shown(RawPath.Of([.. "caf"u8, 0xE9, .. ".png"u8])));

    private static ReadOnlySpan<byte> Bytes =>
        [0x41, 0x2F, 0x80, 0xBF, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xED, 0xA0, 0xB2, 0xF0, 0x9F, 0x90, 0x9C, 0xFF];

    private static bool IsText(byte[] name)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(name);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
