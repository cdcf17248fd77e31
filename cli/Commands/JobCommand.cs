using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Hosting;
using Ticker = Volcast.Market.Symbol;

namespace Volcast.Cli.Commands;

/// <summary>A command whose flags are settings. A flag overrides the environment, the settings file and the default.</summary>
internal sealed class JobCommand : Command
{
    private readonly Dictionary<Setting, Option<string?>> flags = [];
    private readonly IReadOnlyDictionary<Setting, string> constants;

    private JobCommand(string name, string description, Setting[] settings, IReadOnlyDictionary<Setting, string>? constants)
        : base(name, description)
    {
        this.constants = constants ?? new Dictionary<Setting, string>();
        foreach (var setting in settings)
        {
            var preset = setting.ShownDefault is { } shown ? $"; default: {shown}" : "";
            flags[setting] = new Option<string?>(setting.Flag!)
            {
                Description = $"{setting.Description} [{setting.Name}{preset}]",
                HelpName = setting.Flag!.TrimStart('-'),
            };
        }
    }

    /// <param name="shell">Streams, environment, clock and network.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="settings">The settings that it takes as flags.</param>
    /// <param name="action">What it does; returns an <see cref="ExitCode"/>.</param>
    /// <param name="constants">Settings that the command sets itself, as by flags.</param>
    public static Command Create(
        Shell shell, string name, string description, Setting[] settings,
        Func<CommandContext, CancellationToken, Task<int>> action, IReadOnlyDictionary<Setting, string>? constants = null) =>
        Create(shell, name, description, settings, [], (context, _, stop) => action(context, stop), constants);

    /// <param name="shell">Streams, environment, clock and network.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="settings">The settings that it takes as flags.</param>
    /// <param name="further">Options and arguments that are not settings.</param>
    /// <param name="action">What it does; returns an <see cref="ExitCode"/>.</param>
    /// <param name="constants">Settings that the command sets itself, as by flags.</param>
    public static Command Create(
        Shell shell, string name, string description, Setting[] settings, System.CommandLine.Symbol[] further,
        Func<CommandContext, ParseResult, CancellationToken, Task<int>> action,
        IReadOnlyDictionary<Setting, string>? constants = null) =>
        Create(
            shell, name, description, settings, further,
            (flags, parsed, stop) =>
            {
                // First, because a misspelt name may explain why the settings are refused.
                foreach (var warning in shell.IgnoresSettingsFile
                    ? [] : KnownNames.Warnings(shell.WorkingFolder, shell.EnvironmentNames))
                    shell.WriteError(warning);
                var context = new CommandContext(shell, shell.Resolve(flags, settings), Hints.Of(parsed, shell));
                context.RequireDataFolder();
                return action(context, parsed, stop);
            },
            constants);

    /// <summary>A command that resolves the settings itself.</summary>
    /// <param name="shell">Streams, environment, clock and network.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="settings">The settings that it takes as flags.</param>
    /// <param name="further">Options and arguments that are not settings.</param>
    /// <param name="action">What it does with the given flags, by setting name; returns an <see cref="ExitCode"/>.</param>
    /// <param name="constants">Settings that the command sets itself, as by flags.</param>
    public static Command Create(
        Shell shell, string name, string description, Setting[] settings, System.CommandLine.Symbol[] further,
        Func<IReadOnlyDictionary<string, string>, ParseResult, CancellationToken, Task<int>> action,
        IReadOnlyDictionary<Setting, string>? constants = null)
    {
        var command = new JobCommand(name, description, settings, constants);
        foreach (var symbol in further)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }
        foreach (var option in command.flags.Values)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            // The handlers of Ctrl-C and SIGTERM are installed when the action first awaits.
            await Task.Yield();
            return await action(command.Given(parsed).ToDictionary(flag => flag.Key.Name, flag => flag.Value), parsed, stop);
        });
        return command;
    }

    /// <summary>The settings that it takes as flags.</summary>
    public IReadOnlyCollection<Setting> Settings => flags.Keys;

    /// <summary>Its options that are not settings.</summary>
    public IEnumerable<Option> FurtherOptions => Options.Except(flags.Values);

    /// <summary>Whether the command has a flag that takes a value.</summary>
    public bool Takes(string flag, string value) =>
        flags.Keys.Any(setting => setting.Flag == flag && setting.Problem(value) is null);

    /// <summary>The ticker that an invocation gives as its argument; null if the command takes none.</summary>
    public Ticker? SymbolOf(ParseResult parsed) =>
        Arguments.FirstOrDefault(argument => argument.Name == "symbol") is Argument<string> symbol
        && Ticker.TryParse(parsed.GetValue(symbol), out var ticker) ? ticker : null;

    /// <summary>The settings that an invocation gives by flags, and those that the command sets itself.</summary>
    public IReadOnlyDictionary<Setting, string> Given(ParseResult parsed)
    {
        var given = new Dictionary<Setting, string>(constants);
        foreach (var (setting, option) in flags)
            if (parsed.GetValue(option) is { } value)
                given[setting] = value;
        return given;
    }
}
