namespace Accrete.Fuzz.Mutations;

/// <summary>Makes another input of one.</summary>
/// <param name="input">What is changed; it stays as it is.</param>
/// <param name="random">Decides how.</param>
/// <param name="others">Inputs of the same format, of which parts may be taken.</param>
internal delegate byte[] Mutation(byte[] input, Random random, IReadOnlyList<byte[]> others);
