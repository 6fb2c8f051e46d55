using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Accrete.Fuzz;

/// <summary>An input that was neither read nor refused as it should be.</summary>
/// <param name="Format">Of which format it is.</param>
/// <param name="Kind">What happened: <see cref="Undeclared"/>, <see cref="Slow"/>, <see cref="Large"/> or
/// <see cref="Died"/>.</param>
/// <param name="Number">The number of the input; -1 for one that was kept in a file.</param>
/// <param name="Signature">The same for all inputs that have it from the same place.</param>
/// <param name="Text">More about it.</param>
internal sealed record Problem(string Format, string Kind, long Number, string Signature, string Text)
{
    public const string Undeclared = "undeclared";
    public const string Slow = "slow";
    public const string Large = "large";
    public const string Died = "died";

    /// <summary>The input; null where enough of its kind are kept.</summary>
    public byte[]? Input { get; init; }

    /// <summary>An exception that is not declared.</summary>
    public static Problem Of(string format, long number, Exception e)
    {
        string[] frames =
        [
            .. new StackTrace(e)
                .GetFrames()
                .Select(f => f.GetMethod())
                .Where(m =>
                    m?.DeclaringType?.FullName is { } n
                    && n.StartsWith("Accrete", StringComparison.Ordinal)
                    && !n.StartsWith("Accrete.Fuzz", StringComparison.Ordinal)
                )
                .Take(2)
                .Select(m => $"{m!.DeclaringType!.Name}.{m.Name}"),
        ];
        var kind = e is OutOfMemoryException ? Large : Undeclared;
        var place = Safe(frames.Length > 0 ? frames[0] : "none");
        var hash = Hash(string.Join(' ', frames.Prepend(e.GetType().FullName)));
        return new Problem(format, kind, number, $"{e.GetType().Name}-{place}-{hash}", $"{e}");
    }

    /// <summary>A refusal that does not say why.</summary>
    public static Problem OfMessage(string format, long number, AccreteException e)
    {
        var problem = Of(format, number, e);
        return problem with { Kind = Undeclared, Signature = $"message-{problem.Signature}" };
    }

    /// <summary>What took too much.</summary>
    public static Problem Of(string format, long number, string kind, string text) =>
        new(format, kind, number, kind, text);

    private static string Safe(string name) =>
        new([.. name.Where(c => char.IsLetterOrDigit(c) || c is '.' or '_').Take(60)]);

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
