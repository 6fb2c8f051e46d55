using Spectre.Console.Rendering;

namespace Accrete.Cli.Terminal;

/// <summary>
/// The last place through which everything goes that a console shows: nothing that came from a file or a name steers
/// the terminal.
/// </summary>
internal sealed class CleanRendering : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(r => new Clean(r));

    private sealed class Clean(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner.Render(options, maxWidth).Select(Of);

        // What the console itself steers with, colours and the moves of a panel, is marked as such or not yet part of
        // the text.
        private static Segment Of(Segment segment) =>
            segment.IsControlCode || segment.IsLineBreak
                ? segment
                : new Segment(Printable.Of(segment.Text), segment.Style);
    }
}
