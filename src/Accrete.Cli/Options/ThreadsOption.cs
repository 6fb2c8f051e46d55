namespace Accrete.Cli.Options;

/// <summary><c>--threads N</c>; null leaves the number to libtorch, which takes one for each core.</summary>
internal sealed class ThreadsOption()
    : WholeNumberOption("--threads", "How many threads compute. [default: one for each core]", 1, 1024);
