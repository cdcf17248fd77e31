using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>A vendor that returns the responses that the test sets, and records the requests.</summary>
internal sealed class ScriptedSource(TimeProvider clock, string name = "scripted") : IMarketDataSource
{
    private readonly Dictionary<Symbol, Func<DateOnly?, VendorDownload>> answers = [];

    public string Name => name;

    public List<(Symbol Symbol, DateOnly? From)> Asked { get; } = [];

    public void Serves(Symbol symbol, DailyBars bars, params RejectedRow[] rejected) => answers[symbol] = from =>
        new VendorDownload(
            symbol, Name, clock.GetUtcNow(), bars.Between(from ?? bars.Session[0], bars.Session[^1]), rejected, []);

    public void Fails(Symbol symbol, string message, MarketDataFailure kind = MarketDataFailure.Unavailable) =>
        answers[symbol] = _ => throw new MarketDataException(kind, symbol, message);

    public Task<VendorDownload> DownloadAsync(Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        lock (Asked)
            Asked.Add((symbol, from));
        return Task.FromResult(answers[symbol](from));
    }
}
