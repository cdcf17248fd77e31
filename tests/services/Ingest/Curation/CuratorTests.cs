using CsCheck;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Curation;
using Volcast.Services.Ingest.Tests.Job;
using static Volcast.Services.Ingest.Tests.Job.Bars;

namespace Volcast.Services.Ingest.Tests.Curation;

public sealed class CuratorTests
{
    private readonly Curator curator = new(Spy, TradingCalendar.Nyse, FindingsTable.Of(Spy, []));

    private static CuratedMarketTable Nothing => CuratedMarketTable.FromFrame(Spy, CuratedMarketTable.Schema.Empty());

    private CuratedMarketTable Fold(params DailyBars[] downloads) =>
        downloads.Index().Aggregate(Nothing, (known, download) => curator.Fold(known, (download.Item, $"{download.Index:x8}")));

    [Fact]
    public void A_return_is_the_logarithm_of_the_ratio_of_the_closes()
    {
        var table = Fold(From(0, 100, 101, 99));
        Assert.Equal([double.NaN, Math.Log(101 / 100.0), Math.Log(99 / 101.0)], table.LogReturn);
        Assert.Equal([1L, 1, 1], table.SessionsSpanned);
    }

    [Fact]
    public void A_dividend_is_added_to_the_return_of_its_ex_date_and_changes_nothing_before()
    {
        var plain = Fold(From(0, 100, 101, 99, 98));
        var paying = Fold(From(0, 100, 101, 99, 98).WithDividend(Day(2), 1.5));
        Assert.Equal(Math.Log(99 / (101 - 1.5)), paying.LogReturn[2]);
        Assert.Equal(plain.TotalReturnClose[..2], paying.TotalReturnClose[..2]);
        Assert.True(paying.TotalReturnClose[2] > plain.TotalReturnClose[2]);
    }

    [Fact]
    public void Without_events_the_adjusted_closes_give_the_return()
    {
        var bars = From(0, 100, 101) with { HasEvents = false, AdjustedClose = [50, 51] };
        Assert.Equal(Math.Log(51 / 50.0), Fold(bars).LogReturn[1]);
    }

    [Fact]
    public void The_total_return_close_begins_at_the_close_and_compounds_the_returns()
    {
        var table = Fold(From(0, 100, 101, 99));
        Assert.Equal(100, table.TotalReturnClose[0]);
        Assert.Equal(99, table.TotalReturnClose[2], 1e-12);
    }

    [Fact]
    public void A_later_vintage_after_a_split_continues_with_returns_of_its_own_scale()
    {
        var table = Fold(From(0, 400, 404), From(1, 101, 102));
        Assert.Equal(Math.Log(102 / 101.0), table.LogReturn[2]);
        Assert.Equal("00000001", table.Vintage[2]);
    }

    [Fact]
    public void The_first_bar_of_a_later_download_keeps_its_earlier_return_because_that_download_has_no_close_before_it()
    {
        var table = Fold(From(0, 100, 101, 102), From(1, 555, 561.55));
        Assert.Equal(101, table.Close[1]);
        Assert.Equal(561.55, table.Close[2]);
        Assert.Equal(Math.Log(561.55 / 555), table.LogReturn[2]);
    }

    [Fact]
    public void A_missing_session_is_bridged_by_a_return_that_states_how_many_sessions_it_spans()
    {
        var table = Fold(From(0, 100, 101, 102).Without(Day(1)));
        Assert.Equal(Math.Log(102 / 100.0), table.LogReturn[1]);
        Assert.Equal([1L, 2], table.SessionsSpanned);
    }

    [Fact]
    public void A_session_that_is_filled_in_later_splits_the_return_that_spanned_it()
    {
        var table = Fold(From(0, 100, 101, 102).Without(Day(1)), From(0, 100, 101, 102));
        Assert.Equal([Math.Log(101 / 100.0), Math.Log(102 / 101.0)], table.LogReturn[1..]);
        Assert.Equal([1L, 1, 1], table.SessionsSpanned);
    }

    [Fact]
    public void A_session_that_a_later_vintage_lost_is_kept_and_not_counted_twice()
    {
        var table = Fold(From(0, 100, 101, 102), From(0, 100, 101, 102, 103).Without(Day(2)));
        Assert.Equal([Day(0), Day(1), Day(2), Day(3)], table.Session);
        Assert.Equal(Math.Log(103 / 100.0), table.LogReturn[1..].Sum(), 1e-12);
    }

    [Fact]
    public void A_bar_that_has_not_settled_is_left_out()
    {
        var table = Fold(From(0, 100, 101, 102).WithLastProvisional());
        Assert.Equal([Day(0), Day(1)], table.Session);
    }

    [Fact]
    public void Vintages_that_share_no_session_are_refused()
    {
        var error = Assert.Throws<DisconnectedHistoryException>(() => Fold(From(0, 100, 101), From(5, 105, 106)));
        Assert.Contains("share no session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_history_added_later_keeps_every_return()
    {
        var table = Fold(From(3, 103, 104), From(0, 100, 101, 102, 103));
        Assert.Equal(5, table.Count);
        Assert.Equal(Math.Log(104 / 100.0), table.LogReturn[1..].Sum(), 1e-12);
    }

    /// <summary>For any windows and gaps of the downloads, returns add up to the total return, as long as prices are not
    /// restated.</summary>
    [Fact]
    public void Returns_add_up_over_any_sequence_of_overlapping_downloads()
    {
        var downloads = Gen.Select(Gen.Int[0, 15], Gen.Int[3, 12], Gen.Int[0, 40]).Array[1, 6];
        downloads.Sample(windows =>
        {
            var table = Nothing;
            var held = new HashSet<DateOnly>();
            foreach (var (first, length, lost) in windows)
            {
                var sessions = Enumerable.Range(first, length).Where(i => i != lost || i == first);
                var bars = Of([.. sessions.Select(i => (Day(i), 100 + 3 * Math.Sin(i)))]);
                if (held.Count > 0 && !bars.Session.Any(held.Contains))
                    continue;
                try
                {
                    table = curator.Fold(table, (bars, "00000000"));
                }
                catch (DisconnectedHistoryException)
                {
                    continue;
                }
                held.UnionWith(table.Session);
            }
            var way = Math.Log(table.Close[^1] / table.Close[0]);
            Assert.Equal(way, table.LogReturn.Skip(1).Sum(), 1e-9);
            Assert.Equal(table.Session.Order(), table.Session);
        }, iter: 300);
    }

    /// <summary>Two sources with vintages of their own, of which a is preferred to b.</summary>
    private static CuratedMarketTable FoldInOrder(params (DailyBars Bars, string Vintage)[] downloads) =>
        downloads.Aggregate(Nothing, (known, download) => new Curator(
            Spy, TradingCalendar.Nyse, FindingsTable.Of(Spy, []), (one, other) => one[0] == 'a' && other[0] == 'b')
            .Fold(known, download));

    /// <summary>For any sequence of downloads with any sessions missing, each return is that of the closes of one
    /// source.</summary>
    [Fact]
    public void No_return_spans_two_sources_whatever_sessions_they_lack() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 8], Gen.Int[4, 14], Gen.Int[0, 3].Array[14]).Array[2, 6].Sample(
            downloads =>
            {
                var table = Nothing;
                foreach (var (isPreferred, start, end, pattern) in downloads)
                {
                    int[] sessions = [.. Enumerable.Range(0, 14).Where(i => i >= start && i < end && pattern[i] > 0)];
                    var source = isPreferred ? "a" : "b";
                    if (sessions.Length < 2)
                        continue;
                    try
                    {
                        table = new Curator(
                            Spy, TradingCalendar.Nyse, FindingsTable.Of(Spy, []), (one, two) => one == "a" && two == "b")
                            .Fold(table, (Of([.. sessions.Select(i => (Day(i), CloseOf(source, i)))]), source));
                    }
                    catch (DisconnectedHistoryException)
                    {
                        // Nothing is stored where no session connects the two.
                    }
                }
                for (var row = 1; row < table.Count; row++)
                    Assert.Equal(
                        Math.Log(CloseOf(table.Vintage[row], PlaceOf(table.Session[row]))
                            / CloseOf(table.Vintage[row], PlaceOf(table.Session[row - 1]))),
                        table.LogReturn[row], 1e-12);
            },
            iter: 20_000);

    private static double CloseOf(string source, int i) => 100 + Math.Sin(i) + i * (source == "a" ? .01 : .02);

    private static int PlaceOf(DateOnly session) => Enumerable.Range(0, 14).First(i => Day(i) == session);

    [Fact]
    public void Bars_of_a_later_source_only_continue_those_of_a_preferred_one()
    {
        var table = FoldInOrder((From(0, 100, 101, 102), "a1"), (From(0, 100.01, 101.01, 102.01, 103), "b1"));
        Assert.Equal([100, 101, 102, 103], table.Close);
        Assert.Equal(["a1", "a1", "a1", "b1"], table.Vintage);
        Assert.Equal(Math.Log(103 / 102.01), table.LogReturn[3]);
    }

    [Fact]
    public void A_bar_of_a_later_source_that_is_confirmed_gets_the_vintage_of_the_preferred_one()
    {
        var bars = From(0, 100, 101, 102);
        Assert.Equal(["a1", "a1", "a1"], FoldInOrder((bars, "b1"), (bars, "a1")).Vintage);
    }

    [Fact]
    public void Without_the_last_session_of_the_preferred_source_nothing_is_added()
    {
        var table = FoldInOrder((From(0, 100, 101, 102), "a1"), (From(0, 100, 101, 102, 103, 104).Without(Day(2)), "b1"));
        Assert.Equal([100, 101, 102], table.Close);
    }
}
