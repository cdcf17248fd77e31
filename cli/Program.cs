using Volcast.Cli;

return await VolcastCommandLine.RunAsync(args, Shell.OfThisProcess());
