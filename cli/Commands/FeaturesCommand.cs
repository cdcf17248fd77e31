using System.CommandLine;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast features</c></summary>
internal static class FeaturesCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "features",
        "Computes the features of each target from settled bars and stores them in features.L1 and features.L2.",
        [Targets, Data, Source], RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
        var failed = Stages.NoFailures(context);
        await Stages.FeaturesAsync(context, lake, failed, stop);
        return Stages.Finish(context, failed);
    }
}
