namespace Accrete.Tests.Cumulative;

/// <summary>Ends a run without warning: nothing in the library catches it.</summary>
internal sealed class Crash : Exception;
