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
            return new CsvSource(CsvFolder(context), context.Calendar.IsSession);
        if (context.IsSimulated)
            return new SimulatedSource((ulong)settings.Number(VolcastSettings.Seed), context.Calendar, context.Clock);
        var yahoo = OpenYahoo(context, http ?? YahooSource.CreateHandler(), options => options);
        yahoo.Waiting += context.Terminal.Note;
        return yahoo;
    }

    /// <summary>The absolute folder of the csv source.</summary>
    /// <exception cref="SettingException">None is given.</exception>
    public static string CsvFolder(CommandContext context) =>
        context.Settings.Text(VolcastSettings.CsvPath) is { Length: > 0 } folder
            ? context.PathOf(folder)
            : throw new SettingException(
                "--source csv needs a folder: give --path DIR or VOLCAST_CSV_PATH, a folder with SPY.csv, VIX.csv, "
                + "VIX3M.csv, TLT.csv and HYG.csv.");

    /// <param name="context">The settings.</param>
    /// <param name="http">Carries the requests; the source disposes of it.</param>
    /// <param name="patience">Changes the limits of the requests.</param>
    public static YahooSource OpenYahoo(
        CommandContext context, HttpMessageHandler http, Func<YahooOptions, YahooOptions> patience)
    {
        var address = new Uri(context.Settings.Text(VolcastSettings.YahooUrl));
        var options = context.Settings.IsGiven(VolcastSettings.YahooUrl)
            ? new YahooOptions { BaseAddress = address, AlternativeAddress = address, CookieAddress = address }
            : new YahooOptions();
        return new(http, patience(options), context.Clock);
    }
}
