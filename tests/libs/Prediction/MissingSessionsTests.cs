using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class MissingSessionsTests
{
    private static readonly AssetRoles Roles =
        AssetRoles.For(Symbol.Parse("SPY"), ImpliedVolatilityIndex.Parse("SPY=^VIX"));

    private static readonly DateOnly Origin = new(2021, 12, 31);
    private static readonly IReadOnlyList<DateOnly> Sessions = TradingCalendar.Nyse.Sessions(new(2019, 1, 2), Origin);

    /// <summary>The sentence about a symbol that lacks the sessions at these distances before the origin.</summary>
    private static string? Sentence(string symbol, params int[] before) =>
        MissingSessions.Sentences(Roles, [Bars(symbol, before)], Origin, TradingCalendar.Nyse).SingleOrDefault();

    private static CuratedMarketTable Bars(string symbol, params int[] before) =>
        CuratedMarketTable.FromFrame(Symbol.Parse(symbol), CuratedMarketTable.Schema.Empty()) with
        {
            Session = [.. Sessions.Where((_, place) => !before.Contains(Sessions.Count - 1 - place))],
        };

    [Fact]
    public void A_complete_history_has_no_sentence() => Assert.Null(Sentence("SPY"));

    [Theory]
    [InlineData(1, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Sessions_within_the_300_before_the_origin_count(int before, bool counts) =>
        Assert.Equal(counts, Sentence("SPY", before)?.StartsWith(
            $"SPY has no bar on {TradingCalendar.Nyse.Add(Origin, -before):yyyy-MM-dd}: the return across", StringComparison.Ordinal)
            ?? false);

    [Theory]
    [InlineData(5, "1 earlier session")]
    [InlineData(6, "2 earlier sessions")]
    public void The_last_four_sessions_are_named_and_the_others_counted(int missing, string others) => Assert.StartsWith(
        $"TLT has no bar on 2021-12-27, 2021-12-28, 2021-12-29, 2021-12-30 and {others}: the features",
        Sentence("TLT", [.. Enumerable.Range(1, missing)]), StringComparison.Ordinal);

    [Fact]
    public void Symbols_with_the_same_hole_share_a_sentence_and_the_target_comes_first() => Assert.Equal(
        [
            "SPY, ^VIX, TLT and 1 more have no bar on 2021-12-30: the return across a gap counts as that of one session in every "
                + "realised volatility, and the features that are made from the others lack these sessions. "
                + "Run `volcast ingest` and `volcast features` when the source has them.",
            "GLD has no bar on 2021-12-29: the features that are made from it lack these sessions. "
                + "Run `volcast ingest` and `volcast features` when the source has them.",
        ],
        MissingSessions.Sentences(Roles, [Bars("^VIX", 1), Bars("SPY", 1), Bars("GLD", 2), Bars("TLT", 1), Bars("HYG", 1)],
            Origin, TradingCalendar.Nyse));

    [Fact]
    public void Sessions_before_the_first_bar_are_not_missing() =>
        Assert.Null(Sentence("SPY", [.. Enumerable.Range(200, Sessions.Count - 200)]));
}
