using System.CommandLine;
using Volcast.Hosting;
using Volcast.Lake;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast verify</c></summary>
internal static class VerifyCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "verify", "Checks the lake: digests, schemas, calendar, leftover files. Changes nothing. The exit code is"
            + " 3 after any error; warnings alone, which affect no data, leave it at 0.",
        [Data, Source], RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        var progress = new TableProgress(context.Terminal);
        var verification = await LakeVerifier.VerifyAsync(context.OpenStore(), progress, stop);
        context.Terminal.Out.WriteLine(verification.ToText());
        return verification.IsSound ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private sealed class TableProgress(IProgress<JobProgress> terminal) : IProgress<string>
    {
        public void Report(string value) => terminal.Report(new JobProgress($"verify {value}", 0, 1));
    }
}
