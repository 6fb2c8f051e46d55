namespace Accrete.Tests;

/// <summary>Tests that take too long for every run; they carry the trait <c>speed: slow</c>.</summary>
internal static class Slow
{
    private const string Variable = "ACCRETE_SLOW";

    public static void SkipUnlessWanted() => Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", $"slow: set {Variable}=1");
}
