using System.CommandLine;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>Creates a command whose flags are settings. A flag overrides the environment, the settings file and the
/// default.</summary>
internal static class JobCommand
{
    public static Command Create(
        Shell shell, string name, string description, Setting[] settings,
        Func<CommandContext, CancellationToken, Task<int>> action) =>
        Create(shell, name, description, settings, [], (context, _, stop) => action(context, stop));

    /// <param name="shell">Streams, environment, clock and network.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="settings">The settings that it takes as flags.</param>
    /// <param name="further">Options and arguments that are not settings.</param>
    /// <param name="action">What it does; returns an <see cref="ExitCode"/>.</param>
    public static Command Create(
        Shell shell, string name, string description, Setting[] settings, System.CommandLine.Symbol[] further,
        Func<CommandContext, ParseResult, CancellationToken, Task<int>> action) =>
        Create(
            name, description, settings, further,
            (flags, parsed, stop) => action(new CommandContext(shell, shell.Resolve(flags)), parsed, stop));

    /// <summary>A command that resolves the settings itself.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="settings">The settings that it takes as flags.</param>
    /// <param name="further">Options and arguments that are not settings.</param>
    /// <param name="action">What it does with the given flags, by setting name; returns an <see cref="ExitCode"/>.</param>
    public static Command Create(
        string name, string description, Setting[] settings, System.CommandLine.Symbol[] further,
        Func<IReadOnlyDictionary<string, string>, ParseResult, CancellationToken, Task<int>> action)
    {
        var command = new Command(name, description);
        var flags = new List<(Setting Setting, Option<string?> Option)>();
        foreach (var symbol in further)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }
        foreach (var setting in settings)
        {
            var preset = setting.Default.Length > 0 ? setting.Default : "none";
            var option = new Option<string?>(setting.Flag!)
            {
                Description = $"{setting.Description} [{setting.Name}; default: {preset}]",
                HelpName = setting.Flag!.TrimStart('-'),
            };
            command.Add(option);
            flags.Add((setting, option));
        }
        command.SetAction(async (parsed, stop) =>
        {
            // The handlers of Ctrl-C and SIGTERM are installed when the action first awaits.
            await Task.Yield();
            var given = flags
                .Select(flag => (flag.Setting.Name, Value: parsed.GetValue(flag.Option)))
                .Where(flag => flag.Value is not null)
                .ToDictionary(flag => flag.Name, flag => flag.Value!);
            return await action(given, parsed, stop);
        });
        return command;
    }
}
