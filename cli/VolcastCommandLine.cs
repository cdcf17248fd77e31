using System.CommandLine;
using Volcast.Cli.Commands;
using Volcast.Cli.Commands.Registry;
using Volcast.Cli.Help;
using Volcast.Cli.Output;
using Volcast.Hosting;

namespace Volcast.Cli;

/// <summary>The command line: its commands, and the message and exit code of each error.</summary>
internal static class VolcastCommandLine
{
    private const string Purpose =
        "Forecasts the realised volatility of SPY, or of another US-listed ticker, over the next 5 sessions, with exact reasons. "
        + "Not investment advice.";

    /// <summary>The commands under the headings of <c>volcast --help</c>.</summary>
    public static IReadOnlyList<CommandGroup> Groups(Shell shell) =>
    [
        new("Daily",
        [
            DemoCommand.Create(shell),
            PipelineCommand.Create(shell),
            IngestCommand.Create(shell),
            FeaturesCommand.Create(shell),
            TrainCommand.Create(shell),
            ForecastCommand.Create(shell),
            OutcomesCommand.Create(shell),
            MonitorCommand.Create(shell),
            ExplainCommand.Create(shell),
            RunDailyCommand.Create(shell),
            ScheduleCommand.Create(shell),
        ])
        {
            Launcher =
            [
                new("serve", "Serves forecasts, reasons and scenarios over HTTP."),
                new("dashboard", "Shows forecasts, their reasons and their record in a browser."),
            ],
        },
        new("Models", [RegistryCommand.Create(shell), ReproduceCommand.Create(shell)]),
        new("Research",
        [
            BacktestCommand.Create(shell), SearchCommand.Create(shell), PoolCommand.Create(shell), ReplayCommand.Create(shell),
            EvidenceCommand.Create(shell),
        ]),
        new("Operations",
        [
            StatusCommand.Create(shell), DoctorCommand.Create(shell), VerifyCommand.Create(shell), DataCommand.Create(shell),
            AlertsCommand.Create(shell), KeysCommand.Create(shell), HealthCommand.Create(shell), CompactCommand.Create(shell),
            PlanCommand.Create(shell), WorkCommand.Create(shell), GatherCommand.Create(shell),
        ])
        {
            Launcher =
            [
                new("setup", "Installs libxgboost, restores all packages and builds, so that other commands need no network."),
                new("setup-all", "Installs the engines that some tests need, such as an S3 server."),
                new("test", "Runs the tests and measures coverage."),
                new("prove", "Runs the long proofs, which take many minutes."),
                new("lint", "Checks lock files, compiler warnings, format, shell scripts and workflows."),
                new("ci", "Runs what GitHub Actions runs: lint, tests, images, the templates of AWS, screenshots."),
                new("up", "Shows the demo in containers, with API and dashboard; prints the address and a key."),
                new("down", "Removes the containers, the network and the data of up."),
                new("aws", "Writes and tests the templates of the AWS deployment, or prints what it costs."),
            ],
        },
    ];

    public static RootCommand CreateRoot(Shell shell)
    {
        var root = new RootCommand(Purpose);
        var groups = Groups(shell);
        foreach (var command in groups.SelectMany(group => group.Commands))
            root.Add(command);
        GroupedHelp.Install(root, groups, shell.Width);
        return root;
    }

    /// <summary>What is wrong with a word where a command is expected; null if nothing is. It is said before any help,
    /// which would otherwise answer for another command.</summary>
    private static string? UnknownCommand(ParseResult parsed, Shell shell)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens is not [var word, ..] || word.StartsWith('-'))
            return null;
        var isRoot = command is RootCommand;
        string[] known =
        [
            .. command.Subcommands.Select(one => one.Name),
            .. isRoot ? Groups(shell).SelectMany(group => group.Launcher).Select(one => one.Name) : [],
        ];
        var path = isRoot ? "volcast" : $"volcast {command.Name}";
        return known.Contains(word)
            ? $"{word} is a command of the launcher: run `./volcast {word}`."
            : $"there is no command {path} {word}; "
                + (UnknownNames.Nearest(word, known) is { } nearest
                    ? $"the nearest is {path} {nearest}." : $"`{path} --help` lists them.");
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="shell">Streams, environment, clock and network.</param>
    /// <param name="stop">Stops a command that another program runs; without it, signals stop it.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Shell shell, CancellationToken stop = default)
    {
        ProcessCulture.SetInvariant();
        var root = CreateRoot(shell);
        // An argument that begins with @ is a text, not the name of a file with further arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UnknownCommand(parsed, shell) is { } unknown)
        {
            shell.Error.WriteLine($"volcast: {unknown}");
            return ExitCode.Usage;
        }
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = shell.Out,
                Error = shell.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = stop.CanBeCanceled ? null : TimeSpan.FromSeconds(10),
            }, stop);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (OperationCanceledException)
        {
            shell.WriteError("volcast: stopped. Committed data is complete; run the same command again to continue.");
            return ExitCode.Stopped;
        }
        catch (SettingException error)
        {
            return Fail(error, ExitCode.Usage);
        }
        catch (Exception error) when (ExplainedErrors.Include(error))
        {
            return Fail(error, ExitCode.Failed);
        }

        int Fail(Exception error, int code)
        {
            shell.WriteError($"volcast: {Hints.Of(parsed, shell).Complete(error.Message)}");
            return code;
        }
    }
}
