using System.CommandLine;
using Volcast.Evidence.Published;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast evidence verify</c> and <c>volcast evidence write</c></summary>
internal static class EvidenceCommand
{
    public static Command Create(Shell shell) =>
        new("evidence", "Verifies or writes the tables of the docs from docs/evidence. Needs no market data and no network.")
        {
            Verb(shell, "verify", "Recomputes every table and marked figure in README.md and docs/ from docs/evidence, and its"
                + " losses, digests and the statements of its manifests. Changes nothing. Ends with 0 if everything agrees or"
                + " there is nothing to verify, and with 3 after any difference.", Verify),
            Verb(shell, "write", "Writes every table and marked figure in README.md and docs/ from docs/evidence. Writes nothing"
                + " if a file there does not have the digest that its manifest states.", Write),
        };

    private static Command Verb(
        Shell shell, string name, string description, Func<CommandContext, string, CancellationToken, int> action)
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
        var terminal = context.Terminal.Page;
        foreach (var folder in verification.Folders)
            terminal.WriteLine(folder);
        foreach (var finding in verification.Findings)
            terminal.WriteLine(finding);
        if (verification.Folders.Count + verification.Findings.Count == 0)
            terminal.WriteLine($"There is no evidence in {EvidenceFolder.Home(root)} yet: nothing to verify.");
        else
        {
            terminal.WriteLine(verification.Findings.Count == 0
                ? $"{verification.Tables} tables and {verification.Figures} figures in the docs agree with the evidence, and so"
                    + " do all losses, digests and statements of the manifests that can be recomputed."
                : $"{verification.Findings.Count} published numbers or statements differ from what the evidence gives.");
            terminal.WriteLine("These files cannot show:");
            foreach (var sentence in EvidenceVerifier.Unverifiable)
                terminal.WriteLine($"  {sentence}");
        }
        return verification.Findings.Count == 0 ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private static int Write(CommandContext context, string root, CancellationToken stop)
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
