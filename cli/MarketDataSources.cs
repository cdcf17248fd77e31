using Volcast.Hosting;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Cboe;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Services.Ingest.Sources.Http;
using Volcast.Services.Ingest.Sources.Simulated;
using Volcast.Services.Ingest.Sources.Tiingo;
using Volcast.Services.Ingest.Sources.Yahoo;
using Volcast.Workspace;

namespace Volcast.Cli;

/// <summary>Opens the vendors of bars that <c>VOLCAST_SOURCE</c> names, in its order.</summary>
internal static class MarketDataSources
{
    /// <exception cref="SettingException">The csv source has no folder, or Tiingo stands alone and has no
    /// token.</exception>
    public static IReadOnlyList<IMarketDataSource> Open(CommandContext context, HttpMessageHandler? http) =>
        context.IsCsv ? [Csv(context)]
        : context.IsSimulated
            ? [
                new SimulatedSource((ulong)context.Settings.Number(VolcastSettings.Seed), context.Calendar, context.Clock,
                    context.Simulation),
            ]
        : [
            .. context.Sources.Names.Select(
                name => OpenVendor(context, name, http ?? VendorHandler.Create(), limits => limits)),
        ];

    /// <summary>The csv source.</summary>
    /// <exception cref="SettingException">It has no folder.</exception>
    private static CsvSource Csv(CommandContext context)
    {
        var folder = CsvFolder(context);
        return ObjectStores.IsBucket(folder)
            ? new(ObjectStores.Open(folder, context.Settings), context.Calendar.IsSession)
            : new(folder, context.Calendar.IsSession);
    }

    /// <summary>The place of the csv source: an absolute folder, or one in a bucket.</summary>
    /// <exception cref="SettingException">None is given.</exception>
    public static string CsvFolder(CommandContext context) =>
        context.Settings.Text(VolcastSettings.CsvPath) is { Length: > 0 } folder
            ? context.PlaceOf(folder)
            : throw new SettingException(
                "--source csv needs a folder: give --path DIR or VOLCAST_CSV_PATH, a folder with SPY.csv, VIX.csv, "
                + "VIX3M.csv, TLT.csv and HYG.csv.");

    /// <summary>A source that needs the network.</summary>
    /// <param name="context">The settings.</param>
    /// <param name="name">Its name in <c>VOLCAST_SOURCE</c>.</param>
    /// <param name="http">Carries the requests; the source disposes of it.</param>
    /// <param name="patience">Changes the limits of the requests.</param>
    /// <exception cref="SettingException">Tiingo stands alone and has no token.</exception>
    public static IMarketDataSource OpenVendor(
        CommandContext context, string name, HttpMessageHandler http, Func<VendorLimits, VendorLimits> patience)
    {
        var settings = context.Settings;
        return name switch
        {
            CboeSource.SourceName => new CboeSource(
                http, Limited(new CboeOptions { BaseAddress = Address(VolcastSettings.CboeUrl) }), context.Calendar.IsSession,
                context.Clock),
            TiingoSource.SourceName when LacksToken(settings) => context.Sources.Names.Count > 1
                ? new WithoutToken()
                : throw new SettingException(NeedsToken),
            TiingoSource.SourceName => new TiingoSource(
                http,
                Limited(new TiingoOptions
                {
                    BaseAddress = Address(VolcastSettings.TiingoUrl),
                    Token = settings.Text(VolcastSettings.TiingoToken),
                }),
                context.Clock),
            _ => new YahooSource(http, Limited(Yahoo(Address(VolcastSettings.YahooUrl))), context.Clock),
        };

        YahooOptions Yahoo(Uri address) => settings.IsGiven(VolcastSettings.YahooUrl)
            ? new YahooOptions { BaseAddress = address, AlternativeAddress = address, CookieAddress = address }
            : new YahooOptions();

        Uri Address(Setting setting) => new(settings.Text(setting));

        T Limited<T>(T options)
            where T : VendorLimits =>
            (T)patience(options with
            {
                UserAgent = settings.Text(VolcastSettings.UserAgent),
                OnWaiting = context.Terminal.Note,
            });
    }

    /// <summary>Whether an order names Tiingo, and its token is missing.</summary>
    public static bool LacksToken(Settings settings) =>
        WorkspaceSettings.Sources(settings).Contains(TiingoSource.SourceName)
        && settings.Text(VolcastSettings.TiingoToken).Length == 0;

    /// <summary>What to do about a missing token.</summary>
    public const string NeedsToken =
        "The source tiingo needs the token of an account: set VOLCAST_TIINGO_TOKEN, or leave tiingo out of VOLCAST_SOURCE.";

    /// <summary>Tiingo without a token: in an order it is passed over like any source that refuses.</summary>
    private sealed class WithoutToken : IMarketDataSource
    {
        public string Name => TiingoSource.SourceName;

        public Task<VendorDownload> DownloadAsync(
            Market.Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
            throw new MarketDataException(MarketDataFailure.Refused, symbol, $"{symbol}: {NeedsToken}");
    }
}
