using Accrete.Cli;

using var interruption = new Interruption();
return interruption.StatusOf(
    await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Notice, interruption.Token)
);
