namespace Accrete.Files.Trees;

/// <summary>One name in a folder, as <see cref="RawPath"/> has it.</summary>
internal readonly record struct FolderEntry(string Name, PlaceKind Kind);
