using System.CommandLine;
using Volcast.Evidence.Published;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast evidence verify</c> and <c>volcast evidence write</c></summary>
internal static class EvidenceCommand
{
    public static Command Create(Shell shell) =>
        new("evidence", "Checks or fills the tables of the docs from docs/evidence; needs no market data and no network.")
        {
            Verb(shell, "verify", "Recomputes every table and marked figure in README.md and docs/ from docs/evidence, and its"
                + " losses, digests and what its manifests say. Changes nothing. Ends with 0 where all is as published or there"
                + " is nothing to verify, and with 3 after any finding: there are no mere warnings.", Verify),
            Verb(shell, "write", "Fills every table and marked figure in README.md and docs/ from docs/evidence. Refuses, and"
                + " writes nothing, where a file there is not the one whose digest its manifest holds.", Write),
        };

    private static Command Verb(Shell shell, string name, string description, Func<CommandContext, string, CancellationToken, int> action)
    {
        var root = new Option<string>("--root")
        {
            Description = "the repository [default: the current folder]",
            HelpName = "dir",
            DefaultValueFactory = _ => ".",
        };
        return JobCommand.Create(shell, name, description, [], [root],
            (context, parsed, stop) => Task.FromResult(action(context, context.PathOf(parsed.GetValue(root)!), stop)));
    }

    private static int Verify(CommandContext context, string root, CancellationToken stop)
    {
        var verification = EvidenceVerifier.Verify(root, stop);
        var terminal = context.Terminal.Out;
        foreach (var folder in verification.Folders)
            terminal.WriteLine(folder);
        foreach (var finding in verification.Findings)
            terminal.WriteLine(finding);
        if (verification.Folders.Count + verification.Findings.Count == 0)
            terminal.WriteLine($"There is no evidence in {EvidenceFolder.Home(root)} yet: nothing to verify.");
        else
        {
            terminal.WriteLine(verification.Findings.Count == 0
                ? $"{verification.Tables} tables and {verification.Figures} figures in the docs, every loss, digest and statement"
                    + " of a manifest that can be recomputed: as published."
                : $"{verification.Findings.Count} published numbers or statements differ from what the evidence gives.");
            terminal.WriteLine("Not to be known from these files:");
            foreach (var sentence in EvidenceVerifier.NotKnowable)
                terminal.WriteLine($"  {sentence}");
        }
        return verification.Findings.Count == 0 ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private static int Write(CommandContext context, string root, CancellationToken stop)
    {
        try
        {
            var changed = EvidenceWriter.Write(root);
            context.Terminal.Out.WriteLine(changed.Count == 0
                ? "Every table stands as the evidence gives it: nothing to write." : $"Written: {string.Join(", ", changed)}");
            return ExitCode.Done;
        }
        catch (EvidenceException refused)
        {
            throw new EvidenceException($"{refused.Message} No page was written.", refused);
        }
    }
}
