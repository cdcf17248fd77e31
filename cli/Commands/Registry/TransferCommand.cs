using System.CommandLine;
using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Output.Registry;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Versions;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry push</c> and <c>volcast registry pull</c>: copy a version with its run and evidence from the
/// data folder's registry to another registry, and back.</summary>
internal static class TransferCommand
{
    public static Command Push(Shell shell) => Create(
        shell, "push", "--to", "Copies a version with its run, evidence and tags to an MLflow server, and verifies the copy.",
        (context, other) => (context.LocalRegistry, other));

    public static Command Pull(Shell shell) => Create(
        shell, "pull", "--from", "Copies a version with its run, evidence and tags from an MLflow server, and verifies the copy.",
        (context, other) => (other, context.LocalRegistry));

    private static Command Create(Shell shell, string verb, string flag, string description,
        Func<CommandContext, RegistryAddress, (RegistryAddress Source, RegistryAddress Target)> choose)
    {
        var version = new Argument<string?>("version")
        {
            Description = "a number, an alias, MODEL/2 or MODEL@champion [default: the champion, else the challenger, else the "
                + "newest]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var other = new Option<string?>(flag)
        {
            Description = "the other registry, a server's address or a folder [default: MLFLOW_TRACKING_URI]",
            HelpName = "address",
        };
        var aliases = new Option<bool>("--with-aliases")
        {
            Description = "also move the version's aliases to the copy: a copy of the champion becomes the champion there",
        };
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(shell, verb, description, [Data, Source, Targets, Horizon], [version, other, aliases, json],
            async (context, parsed, stop) =>
            {
                var (source, target) = choose(context, Other(context, parsed.GetValue(other), flag));
                if ($"{source}" == $"{target}")
                    throw new SettingException($"There is nothing to {verb}: both registries are {source}.");
                var from = context.OpenRegistry(source);
                using var disposableSource = from as IDisposable;
                var to = context.OpenRegistry(target);
                using var disposableTarget = to as IDisposable;
                var transfer = new RegistryTransfer(from, $"{source}", to);
                var results = new List<TransferResult>();
                var (models, reference) = parsed.GetValue(version) is { } text
                    ? ModelChoice.Parse(context, text)
                    : (ModelChoice.Of(context), null);
                foreach (var model in models)
                {
                    var found = await VersionReference.FindAsync(
                        from, model, await from.ListVersionsAsync(model, stop), reference, stop);
                    if (IsSimulated(found) && parsed.GetValue(other) is null)
                        throw new SettingException(
                            $"{found} was trained on the simulated market, whose models stay in the folder of their lake. "
                            + $"To copy it anyway, name the other registry with {flag}.");
                    // What is wrong before the copy is a repair; what the copy changes is not.
                    ModelChoice.Note(context, await to.RepairAliasesAsync(model, context.Clock.GetUtcNow(), stop));
                    var result = await transfer.CopyAsync(model, found.Number, parsed.GetValue(aliases), stop);
                    await to.RepairAliasesAsync(model, context.Clock.GetUtcNow(), stop);
                    var copy = await to.GetVersionAsync(model, result.Copy.Number, stop);
                    results.Add(result with { Copy = copy, Aliases = [.. result.Aliases.Intersect(copy.Aliases)] });
                }
                if (parsed.GetValue(json))
                    DocumentJson.Write<IReadOnlyList<TransferDocument>>(
                        context.Terminal, [.. results.Select(result => RegistryJson.Document(result, source, target))]);
                else
                    foreach (var result in results)
                    {
                        Write(context, result, source, target);
                        if (result.LeftBehind.Count > 0)
                            context.Terminal.Note($"{target} does not accept these tags of another tool, so they were not "
                                + $"copied: {string.Join(", ", result.LeftBehind)}.");
                        if (await to.FindServingAsync(result.Copy.Model, stop) is null)
                            context.Terminal.Page.WriteLine("No version serves there yet. Run `volcast registry promote "
                                + $"{result.Copy}` there, or copy the aliases with --with-aliases.");
                    }
                return ExitCode.Done;
            });
    }

    private static RegistryAddress Other(CommandContext context, string? given, string flag) =>
        (given ?? context.Settings.Text(TrackingUri)) is { Length: > 0 } address
            ? context.ParseRegistry(address)
            : throw new SettingException($"Which registry? Set MLFLOW_TRACKING_URI or give {flag} ADDRESS.");

    private static bool IsSimulated(ModelVersion version) =>
        version.Tags.GetValueOrDefault(RegistryTags.DataKind) == DataKindLabel.Simulated;

    private static void Write(CommandContext context, TransferResult result, RegistryAddress source, RegistryAddress target)
    {
        context.Terminal.Page.WriteLine(result.Created
            ? $"{result.Source} of {source} is {result.Copy} in {target}."
            : $"{result.Source} of {source} is already {result.Copy} in {target}, and the copy is complete.");
        if (result.Aliases.Count > 0)
            context.Terminal.Page.WriteLine($"Its aliases there: {string.Join(", ", result.Aliases)}.");
        if (IsSimulated(result.Source))
            context.Terminal.Page.WriteLine(DataKindLabel.WarningOn(context.Terminal));
    }
}
