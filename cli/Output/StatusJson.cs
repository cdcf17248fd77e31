using Volcast.ApiContract.CommandLine;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction.Documents;
using Volcast.Registry;

namespace Volcast.Cli.Output;

/// <summary><c>volcast status --json</c></summary>
internal static class StatusJson
{
    public static SettingDocument Document(SettingValue setting) => new(
        setting.Setting.Name, setting.Setting.Show(setting.Value), setting.Origin.ToString().ToLowerInvariant());

    /// <param name="table">The table.</param>
    /// <param name="symbol">The symbol of the rows.</param>
    /// <param name="held">The statements of its manifest.</param>
    /// <param name="newest">The newest session that has settled.</param>
    /// <param name="calendar">Counts the sessions behind.</param>
    /// <param name="maximumAge">Settled sessions that a table may be behind.</param>
    public static TableStatusDocument Document(
        string table, Symbol symbol, Manifest held, DateOnly newest, TradingCalendar calendar, int maximumAge)
    {
        var behind = held.Last is { } last ? calendar.Count(last.AddDays(1), newest) : 0;
        return new(table, symbol.Value, held.First, held.Last, held.Rows, behind, behind > maximumAge);
    }

    public static RegistryStatusDocument Document(RegistryAddress address, IEnumerable<ModelVersion> versions) =>
        new($"{address}", [.. versions.Select(VersionDocuments.Of)]);
}
