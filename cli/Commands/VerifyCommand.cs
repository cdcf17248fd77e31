using System.CommandLine;
using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Output;
using Volcast.Hosting;
using Volcast.Lake;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast verify</c></summary>
internal static class VerifyCommand
{
    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print JSON for programs instead of text" };
        return JobCommand.Create(
            shell, "verify", "Checks the lake: digests, schemas, calendar, leftover files. Changes nothing. The exit code is"
                + " 3 after any error; warnings alone, which affect no data, leave it at 0.",
            [Data, Source], [json], async (context, parsed, stop) =>
            {
                // Tables without a description are checked, and their findings say what is missing.
                if (!context.IsInBucket && !Directory.Exists(context.LakeFolder))
                    throw context.NoLake();
                var progress = new TableProgress(context.Terminal);
                var verification = await LakeVerifier.VerifyAsync(context.OpenStore(), context.Calendar, progress, stop);
                if (parsed.GetValue(json))
                    DocumentJson.Write(context.Terminal, Document(verification));
                else
                    context.Terminal.Page.WriteLine(verification.ToText());
                return verification.IsSound ? ExitCode.Done : ExitCode.NeedsAttention;
            });
    }

    private static VerificationDocument Document(LakeVerification verification) => new(
        verification.IsSound, verification.Files, verification.Rows,
        [
            .. verification.Findings.OrderByDescending(finding => finding.Severity).Select(finding => new FindingDocument(
                finding.Severity.ToString().ToLowerInvariant(), finding.Path, finding.Check, finding.Detail)),
        ]);

    private sealed class TableProgress(IProgress<JobProgress> terminal) : IProgress<string>
    {
        public void Report(string value) => terminal.Report(new JobProgress($"verify {value}", 0, 1));
    }
}
