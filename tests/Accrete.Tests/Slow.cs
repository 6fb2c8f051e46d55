namespace Accrete.Tests;

/// <summary>Tests that take too long for every run; they carry the trait <c>speed: slow</c>.</summary>
internal static class Slow
{
    private const string Variable = "ACCRETE_SLOW";

    /// <summary>Whether they run.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable(Variable) == "1";

    public static void SkipUnlessWanted() => Assert.SkipUnless(IsWanted, $"slow: set {Variable}=1");
}
