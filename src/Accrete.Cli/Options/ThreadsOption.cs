namespace Accrete.Cli.Options;

/// <summary><c>--threads N</c>; null leaves the number to libtorch, which takes one for each core.</summary>
internal sealed class ThreadsOption()
    : WholeNumberOption("--threads", "The number of threads that compute. [default: one for each core]", 1, 1024);
