namespace Accrete.Tests.Repository.Documented;

internal enum TrialKind
{
    Runs,
    Resolves,
    Parses,
    Elsewhere,
}
