using Volcast.Cli;
using Volcast.CrashHost;
using Volcast.Registry;

// volcast-crash POINT ARGUMENT…: the command line, killed at one point of its writing to the lake or to the local registry;
// POINT 0 only counts the points.
var fuse = new Fuse(int.Parse(args[0]));
var shell = Shell.OfThisProcess() with
{
    WrapStore = store => new KillingStore(store, fuse),
    WrapRegistry = registry => registry is LocalModelRegistry local
        ? new LocalModelRegistry(local.Root, patience: null, beforeStep: _ => fuse.Pass())
        : registry,
};
var code = await VolcastCommandLine.RunAsync(args[1..], shell);
Console.Error.WriteLine($"write points: {fuse.Passed}");
return code;
