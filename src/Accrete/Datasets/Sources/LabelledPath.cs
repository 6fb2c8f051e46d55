namespace Accrete.Datasets.Sources;

/// <summary>One image file of a tree and the index of its class.</summary>
internal readonly record struct LabelledPath(string Path, int Label);
