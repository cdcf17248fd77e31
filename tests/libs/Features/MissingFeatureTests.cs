namespace Volcast.Features.Tests;

/// <summary>When a feature is missing: warm-up, gaps, and where the definition has no value; and what is refused.</summary>
public sealed class MissingFeatureTests
{
    [Fact]
    public void The_first_value_appears_on_the_session_that_completes_the_history()
    {
        var output = MarketColumns.Random(400, 31).Compute();
        foreach (var (feature, column) in FeatureCatalog.L1.Features.Zip(output))
            Assert.Equal(feature.HistorySessions - 1, Array.FindIndex(column, value => !double.IsNaN(value)));
    }

    [Fact]
    public void A_missing_return_of_the_target_makes_features_missing_for_exactly_their_window()
    {
        const int gap = 400;
        var market = MarketColumns.Random(800, 32);
        market.TargetReturns[gap] = double.NaN;
        var output = market.Compute();
        foreach (var name in FeatureCatalog.L1.Names.Where(name => name.StartsWith("ret_") || name.StartsWith("vol_")))
            Assert.Equal(FeatureCatalog.L1[name].Window, MissingRows(output, name).Count(row => row >= gap));
        Assert.Equal(59, MissingRows(output, "drawdown_60d").Count(row => row >= gap));
        Assert.Equal(250, MissingRows(output, "rsi_14").Count(row => row >= gap));
        Assert.Equal(20, MissingRows(output, "rv_vix_spread_20d").Count(row => row >= gap));
        Assert.DoesNotContain(MissingRows(output, "corr_tlt_60d"), row => row >= gap);
    }

    [Theory]
    [InlineData("corr_tlt_20d", 2, true)]
    [InlineData("corr_tlt_20d", 3, false)]
    [InlineData("corr_tlt_60d", 6, true)]
    [InlineData("corr_tlt_60d", 7, false)]
    [InlineData("corr_tlt_hyg_20d", 2, true)]
    [InlineData("corr_tlt_hyg_20d", 3, false)]
    public void A_correlation_tolerates_one_missing_session_in_ten(string name, int gaps, bool present)
    {
        var market = MarketColumns.Random(300, 33);
        market.TltReturns.AsSpan(300 - gaps).Fill(double.NaN);
        Assert.Equal(present, !double.IsNaN(Last(market, name)));
    }

    [Fact]
    public void A_session_that_lacks_one_of_the_two_returns_is_left_out_of_the_correlation()
    {
        // Nine sessions in ten are x = y; on the others y is missing, whatever x is.
        var market = MarketColumns.Random(300, 34);
        market.TargetReturns.CopyTo(market.TltReturns.AsSpan());
        market.TltReturns[290] = market.TltReturns[285] = double.NaN;
        Assert.Equal(1, Last(market, "corr_tlt_20d"), 1e-12);
    }

    [Fact]
    public void Features_of_a_market_that_does_not_exist_yet_are_missing_and_the_others_are_not()
    {
        var market = MarketColumns.Random(300, 35);
        market.HygReturns.AsSpan().Fill(double.NaN);
        market.Vix3M.AsSpan().Fill(double.NaN);
        var output = market.Compute();
        string[] missing = ["vix3m", "vix_term", "corr_hyg_20d", "corr_hyg_60d", "hyg_tlt_spread", "corr_tlt_hyg_20d"];
        Assert.Equal(missing, FeatureCatalog.L1.Names.Where((_, feature) => double.IsNaN(output[feature][^1])));
    }

    [Fact]
    public void A_missing_index_makes_only_the_features_that_need_it_missing()
    {
        var market = MarketColumns.Random(300, 36);
        market.Vix[^1] = double.NaN;
        var output = market.Compute();
        string[] missing = ["vix", "vix_term", "rv_vix_spread_20d"];
        Assert.Equal(missing, FeatureCatalog.L1.Names.Where((_, feature) => double.IsNaN(output[feature][^1])));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [InlineData(-0.0123456789)]
    public void The_correlation_with_a_constant_is_missing(double constant)
    {
        var market = MarketColumns.Random(300, 37);
        market.TltReturns.AsSpan(1).Fill(constant);
        var output = market.Compute();
        foreach (var name in new[] { "corr_tlt_20d", "corr_tlt_60d", "corr_tlt_hyg_20d" })
            Assert.Equal(300, MissingRows(output, name).Count());
    }

    [Fact]
    public void Correlations_stay_between_minus_one_and_one()
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
    public void A_constant_price_has_zero_volatility_and_drawdown_and_no_relative_strength()
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
    public void A_price_that_halves_once_has_a_drawdown_of_one_half_for_sixty_closes()
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
    public void Empty_inputs_give_empty_columns() => Assert.All(MarketColumns.Random(0, 1).Compute(), Assert.Empty);

    [Fact]
    public void Without_returns_of_the_target_only_the_other_features_remain()
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
    public void An_impossible_number_is_refused_with_its_column_and_row(int column, double value, string message)
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
    public void An_output_that_is_too_small_is_refused()
    {
        var market = MarketColumns.Random(10, 43);
        Assert.Throws<ArgumentException>(() => L1Kernel.Compute(market.Inputs, 5, [[1]]));
        Assert.Throws<ArgumentException>(() => L1Kernel.ComputeRow(market.Inputs, 5, new double[20]));
        Assert.Throws<ArgumentOutOfRangeException>(() => L1Kernel.ComputeRow(market.Inputs, 10, new double[21]));
        Assert.Throws<ArgumentOutOfRangeException>(() => L1Kernel.Compute(market.Inputs, 11, []));
    }

    private static double Last(MarketColumns market, string name) => market.Compute()[FeatureCatalog.L1.IndexOf(name)][^1];

    private static IEnumerable<int> MissingRows(double[][] output, string name)
    {
        var column = output[FeatureCatalog.L1.IndexOf(name)];
        return Enumerable.Range(0, column.Length).Where(row => double.IsNaN(column[row]));
    }
}
