namespace Volcast.Features.Tests;

/// <summary>When a feature is absent: warm-up, holes, and where the definition has no value; and what is refused.</summary>
public sealed class AbsentFeatureTests
{
    [Fact]
    public void A_feature_appears_with_the_session_that_completes_its_history_and_not_before()
    {
        var output = MarketColumns.Random(400, 31).Compute();
        foreach (var (feature, column) in FeatureCatalog.L1.Features.Zip(output))
            Assert.Equal(feature.HistorySessions - 1, Array.FindIndex(column, value => !double.IsNaN(value)));
    }

    [Fact]
    public void An_absent_return_of_the_target_is_felt_for_exactly_its_window()
    {
        const int hole = 400;
        var market = MarketColumns.Random(800, 32);
        market.TargetReturns[hole] = double.NaN;
        var output = market.Compute();
        foreach (var name in FeatureCatalog.L1.Names.Where(name => name.StartsWith("ret_") || name.StartsWith("vol_")))
            Assert.Equal(FeatureCatalog.L1[name].Window, AbsentRows(output, name).Count(row => row >= hole));
        Assert.Equal(59, AbsentRows(output, "drawdown_60d").Count(row => row >= hole));
        Assert.Equal(250, AbsentRows(output, "rsi_14").Count(row => row >= hole));
        Assert.Equal(20, AbsentRows(output, "rv_vix_spread_20d").Count(row => row >= hole));
        Assert.DoesNotContain(AbsentRows(output, "corr_tlt_60d"), row => row >= hole);
    }

    [Theory]
    [InlineData("corr_tlt_20d", 2, true)]
    [InlineData("corr_tlt_20d", 3, false)]
    [InlineData("corr_tlt_60d", 6, true)]
    [InlineData("corr_tlt_60d", 7, false)]
    [InlineData("corr_tlt_hyg_20d", 2, true)]
    [InlineData("corr_tlt_hyg_20d", 3, false)]
    public void A_correlation_bears_one_absent_session_in_ten(string name, int holes, bool present)
    {
        var market = MarketColumns.Random(300, 33);
        market.TltReturns.AsSpan(300 - holes).Fill(double.NaN);
        Assert.Equal(present, !double.IsNaN(Last(market, name)));
    }

    [Fact]
    public void A_session_that_one_of_two_lacks_is_left_out_of_their_correlation()
    {
        // Nine sessions in ten are x = y; on the others y is absent, whatever x is.
        var market = MarketColumns.Random(300, 34);
        market.TargetReturns.CopyTo(market.TltReturns.AsSpan());
        market.TltReturns[290] = market.TltReturns[285] = double.NaN;
        Assert.Equal(1, Last(market, "corr_tlt_20d"), 1e-12);
    }

    [Fact]
    public void Correlations_with_a_market_that_does_not_exist_yet_are_absent_and_the_rest_is_there()
    {
        var market = MarketColumns.Random(300, 35);
        market.HygReturns.AsSpan().Fill(double.NaN);
        market.Vix3M.AsSpan().Fill(double.NaN);
        var output = market.Compute();
        string[] absent = ["vix3m", "vix_term", "corr_hyg_20d", "corr_hyg_60d", "hyg_tlt_spread", "corr_tlt_hyg_20d"];
        Assert.Equal(absent, FeatureCatalog.L1.Names.Where((_, feature) => double.IsNaN(output[feature][^1])));
    }

    [Fact]
    public void An_absent_index_takes_what_rests_on_it_and_nothing_else()
    {
        var market = MarketColumns.Random(300, 36);
        market.Vix[^1] = double.NaN;
        var output = market.Compute();
        string[] absent = ["vix", "vix_term", "rv_vix_spread_20d"];
        Assert.Equal(absent, FeatureCatalog.L1.Names.Where((_, feature) => double.IsNaN(output[feature][^1])));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [InlineData(-0.0123456789)]
    public void The_correlation_with_a_constant_is_absent(double constant)
    {
        var market = MarketColumns.Random(300, 37);
        market.TltReturns.AsSpan(1).Fill(constant);
        var output = market.Compute();
        foreach (var name in new[] { "corr_tlt_20d", "corr_tlt_60d", "corr_tlt_hyg_20d" })
            Assert.Equal(300, AbsentRows(output, name).Count());
    }

    [Fact]
    public void Correlations_stay_within_one()
    {
        var market = MarketColumns.Random(2000, 38);
        for (var i = 1; i < market.Rows; i++)
            (market.TltReturns[i], market.HygReturns[i]) = (3 * market.TargetReturns[i], -market.TargetReturns[i] / 7);
        var output = market.Compute();
        foreach (var row in Enumerable.Range(60, 1940))
        {
            Assert.InRange(output[14][row], 1 - 1e-12, 1);
            Assert.InRange(output[17][row], -1, -1 + 1e-12);
        }
    }

    [Fact]
    public void A_price_that_never_moves_has_no_volatility_no_drawdown_and_no_relative_strength()
    {
        var market = MarketColumns.Random(400, 39);
        market.TargetReturns.AsSpan(1).Clear();
        Assert.Equal(0, Last(market, "ret_60d"));
        Assert.Equal(0, Last(market, "vol_60d"));
        Assert.Equal(0, Last(market, "drawdown_60d"));
        Assert.Equal(double.NaN, Last(market, "rsi_14"));
        Assert.Equal(double.NaN, Last(market, "corr_hyg_60d"));
    }

    [Fact]
    public void A_price_that_halved_and_stood_has_fallen_by_half_for_sixty_closes()
    {
        var market = MarketColumns.Random(400, 40);
        market.TargetReturns.AsSpan(1).Clear();
        market.TargetReturns[300] = Math.Log(0.5);
        var drawdown = market.Compute()[9];
        Assert.Equal(0, drawdown[299]);
        Assert.All(drawdown[300..359], value => Assert.Equal(0.5, value, 1e-15));
        Assert.Equal(0, drawdown[359]);
    }

    [Fact]
    public void No_rows_in_give_no_rows_out() => Assert.All(MarketColumns.Random(0, 1).Compute(), Assert.Empty);

    [Fact]
    public void Returns_that_are_all_absent_leave_only_the_indices()
    {
        var market = MarketColumns.Random(300, 41);
        market.TargetReturns.AsSpan().Fill(double.NaN);
        var output = market.Compute();
        string[] present = ["vix", "vix3m", "vix_term", "hyg_tlt_spread"];
        Assert.Equal(present, FeatureCatalog.L1.Names.Where((_, feature) => !double.IsNaN(output[feature][^1])));
    }

    [Theory]
    [InlineData(0, double.PositiveInfinity, "target is ∞ in row 77")]
    [InlineData(1, double.NegativeInfinity, "TLT is -∞ in row 77")]
    [InlineData(2, double.PositiveInfinity, "HYG is ∞ in row 77")]
    [InlineData(3, 0.0, "VIX is 0 in row 77: expected a finite number above zero")]
    [InlineData(4, -1.0, "VIX3M is -1 in row 77")]
    public void A_number_that_no_market_has_is_refused_with_its_place(int column, double value, string message)
    {
        var market = MarketColumns.Random(299, 42);
        new[] { market.TargetReturns, market.TltReturns, market.HygReturns, market.Vix, market.Vix3M }[column][77] = value;
        var error = Assert.Throws<ArgumentException>(() => market.Compute());
        Assert.Contains(message.Replace("∞", "Infinity"), error.Message);
    }

    [Fact]
    public void Columns_of_unequal_length_are_refused()
    {
        var (three, two) = (new double[3], new double[2]);
        var error = Assert.Throws<ArgumentException>(() => new L1Inputs(three, three, two, three, three));
        Assert.Contains("target's 3 sessions: TLT has 3 rows, HYG 2", error.Message);
    }

    [Fact]
    public void An_output_without_room_is_refused()
    {
        var market = MarketColumns.Random(10, 43);
        Assert.Throws<ArgumentException>(() => L1Kernel.Compute(market.Inputs, 5, [[1]]));
        Assert.Throws<ArgumentException>(() => L1Kernel.ComputeRow(market.Inputs, 5, new double[20]));
        Assert.Throws<ArgumentOutOfRangeException>(() => L1Kernel.ComputeRow(market.Inputs, 10, new double[21]));
        Assert.Throws<ArgumentOutOfRangeException>(() => L1Kernel.Compute(market.Inputs, 11, []));
    }

    private static double Last(MarketColumns market, string name) => market.Compute()[FeatureCatalog.L1.IndexOf(name)][^1];

    private static IEnumerable<int> AbsentRows(double[][] output, string name)
    {
        var column = output[FeatureCatalog.L1.IndexOf(name)];
        return Enumerable.Range(0, column.Length).Where(row => double.IsNaN(column[row]));
    }
}
