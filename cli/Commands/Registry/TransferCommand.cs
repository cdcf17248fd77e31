using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Output.Registry;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Services.Promotion.Versions;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands.Registry;

/// <summary><c>volcast registry push</c> and <c>volcast registry pull</c>: a version with its run and evidence, from the data
/// folder's own registry to a server, and back.</summary>
internal static class TransferCommand
{
    public static Command Push(Shell shell) => Create(
        shell, "push", "--to", "Copies a version with its run, evidence and tags to an MLflow server, and checks what arrived.",
        (context, other) => (context.LocalRegistry, other));

    public static Command Pull(Shell shell) => Create(
        shell, "pull", "--from", "Copies a version with its run, evidence and tags from an MLflow server, and checks what arrived.",
        (context, other) => (other, context.LocalRegistry));

    private static Command Create(Shell shell, string verb, string flag, string description,
        Func<CommandContext, RegistryAddress, (RegistryAddress Source, RegistryAddress Target)> way)
    {
        var version = new Argument<string?>("version")
        {
            Description = "a number, an alias, MODEL/2 or MODEL@champion [default: the champion, else the challenger, else the newest]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var other = new Option<string?>(flag)
        {
            Description = "the other registry, a server's address or a folder [default: MLFLOW_TRACKING_URI]",
            HelpName = "address",
        };
        var aliases = new Option<bool>("--with-aliases")
        {
            Description = "the copy bears the version's aliases, taking them from others: a copy of the champion is in charge there",
        };
        var json = RegistryCommand.JsonFlag();
        return JobCommand.Create(shell, verb, description, [Data, Source, Targets, Horizon], [version, other, aliases, json],
            async (context, parsed, stop) =>
            {
                var (source, target) = way(context, Other(context, parsed.GetValue(other), flag));
                if ($"{source}" == $"{target}")
                    throw new SettingException($"There is nothing to {verb}: {source} is both registries.");
                var from = context.OpenRegistry(source);
                using var disposableSource = from as IDisposable;
                var to = context.OpenRegistry(target);
                using var disposableTarget = to as IDisposable;
                var transfer = new RegistryTransfer(from, $"{source}", to);
                var outcomes = new List<TransferResult>();
                var (models, reference) = parsed.GetValue(version) is { } text
                    ? ModelChoice.Parse(context, text)
                    : (ModelChoice.Of(context), null);
                foreach (var model in models)
                {
                    var found = await VersionReference.FindAsync(
                        from, model, reference ?? await ModelChoice.DefaultVersionAsync(from, model, stop), stop);
                    if (IsSimulated(found) && parsed.GetValue(other) is null)
                        throw new SettingException(
                            $"{found} learnt from the simulated market, whose models stay beside their lake. To copy it all the "
                            + $"same, name the other registry with {flag}.");
                    outcomes.Add(await transfer.CopyAsync(model, found.Number, parsed.GetValue(aliases), stop));
                    await ModelChoice.RepairAsync(context, to, model, stop);
                }
                if (parsed.GetValue(json))
                    RegistryJson.Write(context.Terminal.Out, outcomes.Select(outcome => Document(outcome, source, target)));
                else
                    foreach (var outcome in outcomes)
                    {
                        Write(context, outcome, source, target);
                        if (await ModelChoice.InChargeAsync(to, outcome.Copy.Model, stop) is null)
                            context.Terminal.Out.WriteLine("Nothing is in charge there yet: `volcast registry promote "
                                + $"{outcome.Copy.Number}` judges it, and --with-aliases copies who is in charge here.");
                    }
                return ExitCode.Done;
            });
    }

    private static RegistryAddress Other(CommandContext context, string? given, string flag) =>
        (given ?? context.Settings.Text(TrackingUri)) is { Length: > 0 } address
            ? context.ParseRegistry(address)
            : throw new SettingException($"Which registry? Set MLFLOW_TRACKING_URI or give {flag} ADDRESS.");

    private static bool IsSimulated(ModelVersion version) =>
        version.Tags.GetValueOrDefault(RegistryTags.Market) == MarketLabel.Simulated;

    private static void Write(CommandContext context, TransferResult outcome, RegistryAddress source, RegistryAddress target)
    {
        context.Terminal.Out.WriteLine(outcome.Created
            ? $"{outcome.Source} of {source} is {outcome.Copy} in {target}."
            : $"{outcome.Source} of {source} was {outcome.Copy} in {target} before, and is whole.");
        if (outcome.Aliases.Count > 0)
            context.Terminal.Out.WriteLine($"It is called {string.Join(" and ", outcome.Aliases)} there.");
        if (IsSimulated(outcome.Source))
            context.Terminal.Out.WriteLine(MarketLabel.Warning);
    }

    private static object Document(TransferResult outcome, RegistryAddress source, RegistryAddress target) => new
    {
        outcome.Source.Model,
        Source = $"{source}",
        SourceVersion = outcome.Source.Number,
        Target = $"{target}",
        Version = outcome.Copy.Number,
        outcome.Created,
        outcome.Aliases,
    };
}
