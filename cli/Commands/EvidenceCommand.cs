using System.CommandLine;
using Volcast.Evidence.Published;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast evidence verify</c> and <c>volcast evidence write</c></summary>
internal static class EvidenceCommand
{
    public static Command Create(Shell shell) =>
        new("evidence", "Verifies or writes the tables of the docs from docs/evidence. Needs no market data and no network.")
        {
            Verify(shell),
            Write(shell),
        };

    private static Command Verify(Shell shell)
    {
        var root = Root();
        var only = new Option<string?>("--folder")
        {
            Description = "with --path, the only evidence to repeat, such as volcast-7/SPY-5d [default: all]",
            HelpName = "name",
        };
        return JobCommand.Create(
            shell, "verify",
            "Compares every table and marked figure in README.md and docs/ with docs/evidence, checks digests and statements of its"
            + " manifests, and recomputes what its files give of each table. With --path, also repeats the runs on a folder of"
            + " bars and compares every file bit for bit. Changes nothing. Ends with 0 if everything agrees or there is nothing to"
            + " verify, and with 3 after any difference.",
            [VolcastSettings.CsvPath], [root, only], async (context, parsed, stop) =>
            {
                var folder = context.PathOf(parsed.GetValue(root)!);
                var bars = context.Settings[VolcastSettings.CsvPath].Origin == SettingOrigin.Flag
                    ? context.PathOf(context.Settings.Text(VolcastSettings.CsvPath)) : null;
                var repeated = Chosen(folder, parsed.GetValue(only), bars);
                var verification = EvidenceVerifier.Verify(folder, stop);
                var findings = bars is null ? [] : await EvidenceRun.RepeatAsync(shell, folder, repeated, bars, stop);
                return Report(context, folder, verification, findings, bars is null ? 0 : repeated.Count);
            });
    }

    private static Command Write(Shell shell)
    {
        var root = Root();
        return JobCommand.Create(
            shell, "write",
            "Writes every table and marked figure in README.md and docs/ from docs/evidence. Writes nothing if a file there does"
            + " not have the digest that its manifest states.",
            [], [root], (context, parsed, _) => Task.FromResult(Write(context, context.PathOf(parsed.GetValue(root)!))));
    }

    private static Option<string> Root() => new("--root")
    {
        Description = "the repository [default: the current folder]",
        HelpName = "dir",
        DefaultValueFactory = _ => ".",
    };

    /// <exception cref="SettingException">There is no such evidence, or no folder of bars for it.</exception>
    private static IReadOnlyList<string> Chosen(string root, string? only, string? bars)
    {
        var all = EvidenceFolder.Find(root);
        if (only is null)
            return all;
        if (bars is null)
            throw new SettingException("--folder chooses what --path repeats: give the folder of the bars by --path too.");
        var chosen = all.Where(folder => Name(folder) == only).ToArray();
        return chosen.Length > 0 ? chosen : throw new SettingException(
            $"'{only}' given by --folder: expected {(all.Count == 0 ? "nothing, there is no evidence" : "one of "
                + string.Join(", ", all.Select(Name)))}.");

        static string Name(string folder) => $"{Directory.GetParent(folder)!.Name}/{Path.GetFileName(folder)}";
    }

    private static int Report(
        CommandContext context, string root, EvidenceVerification verification, IReadOnlyList<EvidenceFinding> ofRuns, int repeated)
    {
        var terminal = context.Terminal.Page;
        EvidenceFinding[] findings = [.. verification.Findings, .. ofRuns];
        foreach (var folder in verification.Folders)
            terminal.WriteLine(folder);
        foreach (var finding in findings)
            terminal.WriteLine(finding);
        if (verification.Folders.Count + findings.Length == 0)
        {
            terminal.WriteLine($"There is no evidence in {EvidenceFolder.Home(root)} yet: nothing to verify.");
            return ExitCode.Done;
        }
        terminal.WriteLine(findings.Length == 0
            ? $"{verification.Tables} tables and {verification.Figures} figures in the docs agree with the evidence, and so do all"
                + " digests, statements and table columns that can be recomputed."
            : $"{findings.Length} published numbers, statements or files differ from what the evidence gives.");
        if (repeated > 0 && ofRuns.Count == 0)
            terminal.WriteLine($"{repeated} {(repeated == 1 ? "run" : "runs")} repeated: every file is the same bit for bit.");
        if (repeated < verification.Folders.Count)
        {
            terminal.WriteLine("Not recomputed from these files; --path repeats the runs of single targets:");
            foreach (var table in verification.NotRecomputed)
                terminal.WriteLine($"  {table}");
            terminal.WriteLine("These files cannot show:");
            foreach (var sentence in EvidenceVerifier.Unverifiable)
                terminal.WriteLine($"  {sentence}");
        }
        return findings.Length == 0 ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private static int Write(CommandContext context, string root)
    {
        try
        {
            var changed = EvidenceWriter.Write(root);
            context.Terminal.Page.WriteLine(changed.Count == 0
                ? "Every table and figure agrees with the evidence: nothing to write."
                : $"Written: {string.Join(", ", changed)}");
            return ExitCode.Done;
        }
        catch (EvidenceException refused)
        {
            throw new EvidenceException($"{refused.Message} No page was written.", refused);
        }
    }
}
