using System.CommandLine;
using Volcast.Boosting;
using Volcast.Cli.Commands;
using Volcast.Cli.Commands.Registry;
using Volcast.Evidence.Published;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Schemas;
using Volcast.Services.Ingest;
using Volcast.Services.Ingest.Sources;
using Volcast.Volatility;

namespace Volcast.Cli;

/// <summary>The command line: its commands, and how an error becomes a message and an exit code.</summary>
internal static class VolcastCommandLine
{
    private const string Purpose =
        "Forecasts the 5-day realised volatility of SPY, or of any ticker with the same data, with exact reasons. "
        + "Not investment advice. The launcher knows further: serve, setup, test, prove and lint.";

    public static async Task<int> RunAsync(string[] arguments, Shell shell)
    {
        var root = new RootCommand(Purpose)
        {
            IngestCommand.Create(shell),
            FeaturesCommand.Create(shell),
            TrainCommand.Create(shell),
            ForecastCommand.Create(shell),
            BacktestCommand.Create(shell),
            SearchCommand.Create(shell),
            PipelineCommand.Create(shell),
            ExplainCommand.Create(shell),
            ReproduceCommand.Create(shell),
            VerifyCommand.Create(shell),
            StatusCommand.Create(shell),
            DemoCommand.Create(shell),
            EvidenceCommand.Create(shell),
            KeysCommand.Create(shell),
            RegistryCommand.Create(shell),
        };
        var parsed = root.Parse(arguments);
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = shell.Out,
                Error = shell.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
            });
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (OperationCanceledException)
        {
            shell.Error.WriteLine("volcast: stopped. What was committed is whole; run the same command again to go on.");
            return ExitCode.Stopped;
        }
        catch (SettingException error)
        {
            shell.Error.WriteLine($"volcast: {error.Message}");
            return ExitCode.Usage;
        }
        catch (Exception error) when (IsExplained(error))
        {
            shell.Error.WriteLine($"volcast: {error.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Whether the message says all that a user needs. Anything else is a defect of ours, and its trace is
    /// wanted.</summary>
    private static bool IsExplained(Exception error) => error is
        LakeException or SchemaException or RegistryException or MarketDataException or IngestException
        or InsufficientDataException or EstimationException or EvidenceException or XGBoostException or XGBoostNotFoundException
        or IOException
        or UnauthorizedAccessException;
}
