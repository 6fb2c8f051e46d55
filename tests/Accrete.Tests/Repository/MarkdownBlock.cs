namespace Accrete.Tests.Repository;

/// <summary>A fenced block of a Markdown page.</summary>
/// <param name="Language">What its fence names; empty where it names nothing.</param>
/// <param name="Snippet">What the comment above it calls it; empty where there is none.</param>
/// <param name="Body">The lines between the fences.</param>
internal sealed record MarkdownBlock(string Language, string Snippet, string Body);
