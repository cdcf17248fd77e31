using System.Text;
using Volcast.Volatility;

namespace Volcast.Forecasting.Tests.Universal;

/// <summary>Slopes of many generated tickers.</summary>
public sealed class SlopePoolTests
{
    private static readonly int[] Horizons = [1, 5];
    private static readonly ForecastingData[] Tickers =
        [.. Enumerable.Range(0, SlopePool.MinimumTickers).Select(i => Named($"T{i}", SyntheticTarget.Create(900, 20 + i)))];

    private static DateOnly Cut => Tickers[0].Sessions[800];

    private static ForecastingData Named(string symbol, ForecastingData data, int? rows = null, double scale = 1)
    {
        var count = rows ?? data.Rows;
        return new(symbol, data.Sessions[..count].ToArray(), [.. data.LogReturns[..count].ToArray().Select(r => scale * r)],
            data.ColumnNames.ToDictionary(name => name, name => data.Column(name)[..count].ToArray()
                .Select(x => name.StartsWith("range_vol", StringComparison.Ordinal) ? scale * x : x).ToArray()));
    }

    private static UniversalSlopes Fit(IEnumerable<ForecastingData> tickers)
    {
        var pool = new SlopePool(Cut, Horizons, "^VIX");
        foreach (var ticker in tickers)
            pool.Add(ticker);
        return pool.Fit("1.2.3");
    }

    [Fact]
    public void Data_after_the_cut_change_no_byte()
    {
        var whole = Fit(Tickers).ToJson();
        var cut = Fit(Tickers.Select(ticker => Named(ticker.Symbol, ticker, 801))).ToJson();
        Assert.Equal(Encoding.UTF8.GetString(whole), Encoding.UTF8.GetString(cut));
    }

    [Fact]
    public void A_label_that_ends_on_the_cut_counts_and_a_later_one_does_not()
    {
        var slopes = Fit(Tickers);
        Assert.All(slopes.Tickers, ticker => Assert.Equal(Tickers[0].Sessions[799], ticker.Through));
        // Every synthetic ticker has the terms from row 66 on, and the year from row 250 on.
        Assert.All(slopes.Tickers, ticker => Assert.Equal(800 - 66, ticker.Rows));
        Assert.Equal([(1, 10 * (800 - 250), 10 * (800 - 66)), (5, 10 * (796 - 250), 10 * (796 - 66))],
            slopes.Horizons.Select(one => (one.Horizon, one.Rows, one.RowsWithoutYear)));
    }

    [Fact]
    public void The_order_of_the_tickers_changes_no_byte() =>
        Assert.Equal(Fit(Tickers).ToJson(), Fit(Tickers.Reverse()).ToJson());

    [Fact]
    public void The_level_of_a_ticker_does_not_count()
    {
        var slopes = Fit(Tickers).Horizons[1].Slopes;
        var scaled = Fit(Tickers.Select((ticker, i) => Named(ticker.Symbol, ticker, scale: i % 2 == 0 ? 1 : 3)))
            .Horizons[1].Slopes;
        Assert.All(slopes.Zip(scaled), pair => Assert.Equal(pair.First.Slope, pair.Second.Slope, 1e-4));
    }

    [Fact]
    public void The_slopes_of_ten_copies_of_a_ticker_are_those_of_the_member_memory()
    {
        var one = Tickers[0];
        var slopes = Fit(Enumerable.Range(0, 10).Select(i => Named($"C{i}", one))).Horizons[1];
        var known = one.KnownAt(800);
        var labels = RealizedVariance.Labels(known.LogReturns, 5);
        using var recipe = new VolcastForecaster(SyntheticTarget.Features).Fit(known, labels, 5);
        var member = recipe.Spec.Members!.Single(one => one.Name == "memory");
        Assert.Equal(member.Terms.Select(term => term.Name), slopes.Slopes.Select(slope => slope.Term));
        Assert.All(member.Terms.Zip(slopes.Slopes),
            pair => Assert.Equal(pair.First.Coefficient, pair.Second.Slope, 1e-4));
    }

    [Fact]
    public void Three_tickers_are_refused_with_the_minimum()
    {
        var error = Assert.Throws<InsufficientDataException>(() => Fit(Tickers[..3]));
        Assert.Contains("3 tickers", error.Message, StringComparison.Ordinal);
        Assert.Contains("at least 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_ticker_is_refused_and_the_pool_stays_as_it_was()
    {
        var pool = new SlopePool(Cut, Horizons, "^VIX");
        var error = Assert.Throws<InsufficientDataException>(() => pool.Add(Named("SHORT", Tickers[0], 400)));
        Assert.Contains("SHORT has 149 rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs 250", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, pool.Count);
    }

    [Fact]
    public void A_file_is_read_back_and_a_damaged_or_newer_one_is_refused()
    {
        var slopes = Fit(Tickers);
        Assert.Equal(slopes.ToJson(), UniversalSlopes.Parse(slopes.ToJson()).ToJson());
        Assert.Throws<InvalidDataException>(() => UniversalSlopes.Parse(slopes.ToJson().AsSpan(0, 100)));
        var newer = Assert.Throws<InvalidDataException>(() => UniversalSlopes.Parse((slopes with { Format = 2 }).ToJson()));
        Assert.Contains("format 2", newer.Message, StringComparison.Ordinal);
    }
}
