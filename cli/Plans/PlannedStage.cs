using System.CommandLine;
using Volcast.Cli.Commands;
using Volcast.Hosting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Cli.VolcastSettings;
using Symbol = Volcast.Market.Symbol;

namespace Volcast.Cli.Plans;

/// <summary>How the outputs of units become one file.</summary>
internal enum OutputForm
{
    /// <summary>What the command prints for people; the texts follow one another.</summary>
    Text,

    /// <summary>A csv file that the command writes; the joined file has one header.</summary>
    Csv,

    /// <summary>A JSON array that the command prints; the joined file is one array.</summary>
    Json,
}

/// <summary>A command that can be divided by symbols.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Create">Makes the command.</param>
/// <param name="Form">Of its output.</param>
/// <param name="Left">Its flags that a plan does not offer: where it writes, and what reads other inputs than
/// <paramref name="Inputs"/>.</param>
/// <param name="Inputs">The tables and symbols that one target is computed from. For a stage without any, the files of the csv
/// source are the inputs.</param>
internal sealed record PlannedStage(
    string Name, Func<Shell, Command> Create, OutputForm Form, IReadOnlyList<string> Left,
    Func<AssetRoles, IEnumerable<(TableSchema Table, Symbol Symbol)>> Inputs)
{
    /// <summary>The settings that change results without being a flag of every stage.</summary>
    private static readonly Setting[] Common =
        [ImpliedVolatility, SimulatedBreak, ShadowSessions, MaximumAge, ExtraClosings, Now];

    /// <summary>The stages in the order of the pipeline.</summary>
    public static readonly IReadOnlyList<PlannedStage> All =
    [
        new("ingest", IngestCommand.Create, OutputForm.Text, [IngestCommand.SymbolsFlag], _ => []),
        new("features", FeaturesCommand.Create, OutputForm.Text, [],
            roles => roles.Symbols.Select(symbol => (CuratedMarketTable.Schema, symbol))),
        new("train", TrainCommand.Create, OutputForm.Text, [ChosenParameters.Flag], OfTarget),
        new("backtest", BacktestCommand.Create, OutputForm.Csv,
            [ChosenParameters.Flag, OutFlag, "--reasons", "--report", "--evidence", "--panel", "--spans"], OfTarget),
        new("forecast", ForecastCommand.Create, OutputForm.Json, ["--json", "--detail", "--as-of", "--provisional"], OfTarget),
    ];

    /// <summary>The flag with which a csv stage takes the file to write.</summary>
    public const string OutFlag = "--out";

    /// <exception cref="SettingException">There is no such stage.</exception>
    public static PlannedStage Of(string name) => All.FirstOrDefault(stage => stage.Name == name) ?? throw new SettingException(
        $"The plan is for the stage '{name}', which this version does not know. Use the version that made it.");

    /// <summary>The stage's command.</summary>
    public JobCommand Command(Shell shell) => (JobCommand)Create(shell);

    /// <summary>Whether the units are the symbols to download. The other stages have a unit for each target.</summary>
    public bool IsOfSymbols => Name == "ingest";

    /// <summary>The ending of an output's name.</summary>
    public string Extension => Form switch
    {
        OutputForm.Csv => "csv",
        OutputForm.Json => "json",
        _ => "txt",
    };

    /// <summary>The settings whose values a plan fixes for all workers. Credentials, the registry's address and the number of
    /// threads stay with the worker.</summary>
    public static IEnumerable<Setting> Fixed(JobCommand command) =>
        command.Settings.Concat(Common).DistinctBy(setting => setting.Name)
            .Where(setting => setting.Name != Threads.Name);

    private static IEnumerable<(TableSchema, Symbol)> OfTarget(AssetRoles roles) =>
    [
        (CuratedMarketTable.Schema, roles.Target), (FeatureTable.L1, roles.Target), (FeatureTable.L2, roles.Target),
    ];
}
