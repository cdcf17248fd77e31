using Volcast.Hosting;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Services.Ingest.Sources.Simulated;
using Volcast.Services.Ingest.Sources.Yahoo;

namespace Volcast.Cli;

/// <summary>Opens the vendor of bars that <c>VOLCAST_SOURCE</c> names.</summary>
internal static class MarketDataSources
{
    /// <exception cref="SettingException">The csv source has no folder.</exception>
    public static IMarketDataSource Open(CommandContext context, HttpMessageHandler? http)
    {
        var settings = context.Settings;
        if (context.IsCsv)
            return settings.Text(VolcastSettings.CsvPath) is { Length: > 0 } folder
                ? new CsvSource(context.PathOf(folder), context.Calendar.IsSession)
                : throw new SettingException(
                    "--source csv needs a folder: give --path DIR or VOLCAST_CSV_PATH, a folder with SPY.csv, VIX.csv, "
                    + "VIX3M.csv, TLT.csv and HYG.csv.");
        if (context.IsSimulated)
            return new SimulatedSource((ulong)settings.Number(VolcastSettings.Seed), context.Calendar, context.Clock);
        var address = new Uri(settings.Text(VolcastSettings.YahooUrl));
        var options = settings.IsGiven(VolcastSettings.YahooUrl)
            ? new YahooOptions { BaseAddress = address, AlternativeAddress = address, CookieAddress = address }
            : new YahooOptions();
        var yahoo = new YahooSource(http ?? YahooSource.CreateHandler(), options, context.Clock);
        yahoo.Waiting += context.Terminal.Note;
        return yahoo;
    }
}
