using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Accrete.Tests.Hosting;

/// <summary>A log that a test reads.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> lines = [];

    public IEnumerable<string> Of(LogLevel level) => lines.Where(l => l.Level == level).Select(l => l.Line);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue((logLevel, formatter(state, exception)));

    public void Dispose() { }
}
