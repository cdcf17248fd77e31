using System.CommandLine;
using Volcast.Cli.Commands;
using Volcast.Hosting;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Workspace;

namespace Volcast.Cli.Output;

/// <summary>
/// Completes the commands that messages suggest, so that a user can paste them: the program's name as the user gave it, and the
/// flags of this invocation that say where data are and what is forecast (<see cref="SuggestedCommand.Complete"/>). If csv files
/// are the source, a command that reads them gets their folder, whether it comes from a flag or from the environment.
/// </summary>
internal sealed class Hints
{
    private static readonly Setting[] Kept =
        [VolcastSettings.Source, VolcastSettings.Data, VolcastSettings.Targets, VolcastSettings.Horizon];

    /// <summary>Stands for a folder that the user knows.</summary>
    private const string PlaceholderFolder = "DIR";

    private readonly Command root;
    private readonly string program;
    private readonly (string Flag, string Value)[] given;
    private readonly Settings? settings;
    private readonly string lakeFolder;

    private Hints(
        Command root, string program, (string Flag, string Value)[] given, Settings? settings, string workingFolder)
    {
        (this.root, this.program, this.given, this.settings) = (root, program, given, settings);
        lakeFolder = settings is null ? "" : new DataLocations(settings, workingFolder).LakeFolder;
    }

    /// <summary>The hints of an invocation.</summary>
    public static Hints Of(ParseResult parsed, Shell shell)
    {
        var job = parsed.CommandResult.Command as JobCommand;
        var flags = job?.Given(parsed) ?? new Dictionary<Setting, string>();
        var given = (
            from setting in Kept
            from flag in flags
            where flag.Key.Name == setting.Name && setting.Problem(flag.Value) is null
            select (setting.Flag!, flag.Value)).ToList();
        if (job?.SymbolOf(parsed) is { IsIndex: false } symbol)
            given.Add((VolcastSettings.Targets.Flag!, symbol.Value));
        return new(
            parsed.RootCommandResult.Command, SuggestedCommand.Program(shell.Environment), [.. given],
            SettingsOf(flags, shell), shell.WorkingFolder);
    }

    /// <summary>A command, such as <c>registry show</c>, with the program's name and those flags of this invocation that the
    /// command takes.</summary>
    public string Command(string words)
    {
        var command = root;
        foreach (var word in words.Split(' '))
        {
            if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is not { } sub)
                break;
            command = sub;
        }
        return SuggestedCommand.With(
            $"{program} {words}",
            command is JobCommand job ? given.Where(flag => job.Takes(flag.Flag, flag.Value)).Concat(CsvFlags(job)) : []);
    }

    /// <summary>The text with each suggested command completed.</summary>
    public string Complete(string text) => SuggestedCommand.Complete(
        lakeFolder.Length > 0
            ? SuggestedCommand.CompletePaths(text, lakeFolder, WorkspaceSettings.S3Endpoint.Show(settings!.Text(WorkspaceSettings.S3Endpoint)))
            : text,
        Command);

    /// <summary>What a command needs to read the same csv files as this invocation: their folder, or the source alone if it takes
    /// no folder.</summary>
    private IEnumerable<(string Flag, string Value)> CsvFlags(JobCommand command)
    {
        if (settings is null || !CsvPaths.IsSource(settings))
            return [];
        var path = settings.Text(VolcastSettings.CsvPath) is { Length: > 0 } folder ? folder : PlaceholderFolder;
        if (command.Takes(VolcastSettings.CsvPath.Flag!, path))
            return [(VolcastSettings.CsvPath.Flag!, path)];
        return settings[VolcastSettings.CsvPath].Origin == SettingOrigin.Flag
            && !given.Any(flag => flag.Flag == VolcastSettings.Source.Flag)
            && command.Takes(VolcastSettings.Source.Flag!, CsvSource.SourceName)
            ? [(VolcastSettings.Source.Flag!, CsvSource.SourceName)]
            : [];
    }

    /// <summary>The settings of the invocation; null if one of them is not valid.</summary>
    private static Settings? SettingsOf(IReadOnlyDictionary<Setting, string> flags, Shell shell)
    {
        try
        {
            return CsvPaths.WithSource(shell.Resolve(
                flags.ToDictionary(flag => flag.Key.Name, flag => flag.Value), [.. flags.Keys]));
        }
        catch (SettingException)
        {
            return null;
        }
    }
}
