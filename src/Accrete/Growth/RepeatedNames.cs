using System.Globalization;
using System.Text.RegularExpressions;
using Accrete.Blueprints;

namespace Accrete.Growth;

/// <summary>Names for layers that repeat others.</summary>
/// <remarks>
/// The next number where it is free: <c>layer3.6.conv1</c> for <c>layer3.5.conv1</c>, <c>conv1_3</c> for
/// <c>conv1_2</c>. These are the names that a deeper member of the same family has there.
/// </remarks>
internal static partial class RepeatedNames
{
    /// <summary>From the name of a layer that is repeated to that of the new one.</summary>
    /// <param name="from">The blueprint, in which the new names must be free.</param>
    /// <param name="names">The names of the layers that are repeated.</param>
    /// <param name="isBlock">Whether they are a block, which is counted in what their names have in common.</param>
    public static Func<string, string> Of(Blueprint from, IReadOnlyList<string> names, bool isBlock)
    {
        var block = isBlock ? CommonPart(names) : "";
        Func<string, string> next = block.Length > 0 ? name => Next(block) + name[block.Length..] : Next;
        return IsFree(next) ? next : Enumerable.Range(1, int.MaxValue).Select(After).First(IsFree);

        bool IsFree(Func<string, string> naming) => names.All(n => !from.Has(naming(n)));
    }

    private static Func<string, string> After(int count) => name => $"{name}.after{(count == 1 ? "" : count)}";

    private static string Next(string name) =>
        LastNumber()
            .Replace(
                name,
                m => (int.Parse(m.ValueSpan, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)
            );

    // Of layer1.0.conv1 and layer1.0.relu it is layer1.0.
    private static string CommonPart(IReadOnlyList<string> names)
    {
        var parts = names.Select(n => n.Split('.')[..^1]).ToArray();
        var shared = Enumerable
            .Range(0, parts.Min(p => p.Length))
            .TakeWhile(i => parts.All(p => p[i] == parts[0][i]))
            .Count();
        return string.Join('.', parts[0][..shared]);
    }

    [GeneratedRegex(@"[0-9]{1,9}$")]
    private static partial Regex LastNumber();
}
