using CsCheck;

namespace Volcast.Features.Tests;

/// <summary>The features of <c>features.L2</c>: the numbers, what is no move, and the laws.</summary>
public sealed class L2KernelTests
{
    private static readonly TargetBars Bars = TargetBars.Random(700, 51);
    private static readonly double[][] AllRows = Bars.Compute();
    private static readonly int[] Windows = [1, 5, 10, 22, 66, 250];
    private static readonly Gen<int> AnyRow = Gen.Int[0, Bars.Rows];

    [Fact]
    public void A_steady_market_gives_the_values_of_a_hand_calculation()
    {
        // Every session opens unchanged, rises 1 %, and ranges over 2 %: v = 252 · (½ · .02² − (2·ln 2 − 1) · .01²).
        var bars = Steady(300, logReturn: .01);
        var variance = 252 * (.5 * 4e-4 - .38629436111989 * 1e-4);
        var output = bars.Compute();
        for (var i = 0; i < 6; i++)
            Assert.Equal(Math.Sqrt(variance), output[i][^1], 1e-12);
        Assert.Equal(.01 / Math.Sqrt(variance / 252), output[6][^1], 1e-11);
        Assert.Equal(.05 / Math.Sqrt(variance * 5 / 252), output[7][^1], 1e-11);
        Assert.Equal(.20 / Math.Sqrt(variance * 20 / 252), output[8][^1], 1e-11);
        Assert.Equal(.001, output[9][^1]);
        Assert.Equal(20, output[10][^1], 1e-12);
    }

    [Fact]
    public void The_overnight_share_is_the_part_of_the_variance_outside_trading_hours()
    {
        // As before, but each session opens .5 % off the last close: the day's return is that much larger than its hours'.
        var bars = Steady(120, logReturn: .01);
        Array.Fill(bars.LogReturns, .015);
        var overnight = .005 * .005;
        var hours = .5 * 4e-4 - .38629436111989 * 1e-4;
        Assert.Equal(overnight / (overnight + hours), bars.Compute()[9][^1], 1e-10);
    }

    [Fact]
    public void The_mean_of_the_index_tolerates_two_missing_sessions_of_22_but_not_its_own()
    {
        var bars = Bars.Map(column => [.. column]);
        bars.Vix[400] = bars.Vix[410] = double.NaN;
        var mean = bars.Compute()[10];
        Assert.True(double.IsNaN(mean[400]) && double.IsNaN(mean[410]));
        var present = bars.Vix[398..420].Where(double.IsFinite).ToArray();
        Assert.Equal(present.Sum() / 20, mean[419], 1e-12);
        bars.Vix[415] = double.NaN;
        Assert.True(double.IsNaN(bars.Compute()[10][419]));
    }

    /// <summary>Part of <see cref="L1KernelTests.The_features_of_SPY_equal_the_reference_and_are_complete"/>, which needs the
    /// same data.</summary>
    internal static void Plain_loops_over_SPY_give_the_same_values()
    {
        var (sessions, spy) = TargetBars.Spy();
        var output = spy.Compute();
        foreach (var day in new[] { "1998-08-31", "2008-10-10", "2014-12-18", "2017-11-03", "2020-03-16", "2021-12-31" })
        {
            var t = Array.IndexOf(sessions, day);
            for (var i = 0; i < Windows.Length; i++)
            {
                var sum = 0.0;
                for (var row = t - Windows[i] + 1; row <= t; row++)
                    sum += Variance(spy, row);
                Assert.Equal(Math.Sqrt(sum / Windows[i]), output[i][t], 1e-12);
            }
            var month = Enumerable.Range(t - 21, 22).Average(row => Variance(spy, row));
            Assert.Equal(spy.LogReturns[(t - 4)..(t + 1)].Sum() / Math.Sqrt(month * 5 / 252), output[7][t], 1e-10);
        }
        Assert.DoesNotContain(output, column => column.Skip(271).Any(double.IsNaN));
    }

    [Fact]
    public void A_dividend_does_not_count_as_a_move()
    {
        // 1 goes out before the open: open and close lie 1 lower, the total return does not.
        var plain = Steady(120, logReturn: 0);
        var paid = plain.Map(column => [.. column[..100], .. column[100..].Select(price => price * .99)]) with
        {
            LogReturns = plain.LogReturns,
            Vix = plain.Vix,
        };
        AssertClose(plain.Compute(), paid.Compute());
    }

    [Theory]
    [InlineData(4.0)]
    [InlineData(2.5)]
    [InlineData(.1)]
    public void A_split_between_two_sessions_does_not_count_as_a_move(double ratio) =>
        AssertClose(AllRows, Bars.BeforeSplit(350, ratio).Compute());

    [Fact]
    public void An_open_outside_high_and_low_is_replaced_by_the_nearer_and_a_close_outside_widens_them()
    {
        var bars = Bars.Map(column => [.. column]);
        var atHigh = Bars.Map(column => [.. column]);
        (bars.Open[300], atHigh.Open[300]) = (2 * bars.High[300], Bars.High[300]);
        (bars.High[310], atHigh.High[310]) = (.9999 * bars.Close[310], Bars.Close[310]);
        (bars.Low[320], atHigh.Low[320]) = (1.0001 * bars.Close[320], Bars.Close[320]);
        bars.Open[310] = atHigh.Open[310] = bars.Close[310];
        bars.Open[320] = atHigh.Open[320] = bars.Close[320];
        Bits.AssertEqual(atHigh.Compute(), bars.Compute());
        Assert.DoesNotContain(bars.Compute(), column => column.Skip(271).Any(value => !double.IsFinite(value)));
    }

    [Fact]
    public void A_single_print_far_from_the_market_is_limited()
    {
        var bars = Steady(120, logReturn: .01);
        bars.High[100] = 3 * bars.High[100];
        // Two median ranges of 2 % above the close.
        var variance = 252 * (.5 * Math.Pow(.055, 2) - .38629436111989 * 1e-4);
        Assert.Equal(Math.Sqrt(variance), bars.Compute()[0][100], 1e-12);
    }

    [Fact]
    public void Days_without_a_move_have_the_floor_as_their_variance()
    {
        var still = new TargetBars(
            [double.NaN, .. new double[299]], Constant(50), Constant(50), Constant(50), Constant(50), Constant(20));
        var output = still.Compute();
        Assert.All(Windows, window => Assert.Equal(.001, output[Array.IndexOf(Windows, window)][^1], 1e-15));
        Assert.Equal(0, output[8][^1]);

        static double[] Constant(double price) => [.. Enumerable.Repeat(price, 300)];
    }

    [Fact]
    public void The_first_value_appears_on_the_session_that_completes_the_history()
    {
        foreach (var (feature, column) in FeatureCatalog.L2.Features.Zip(AllRows))
            Assert.Equal(feature.HistorySessions - 1, Array.FindIndex(column, value => !double.IsNaN(value)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_missing_return_or_price_makes_features_missing_for_exactly_their_window(bool isReturn)
    {
        var bars = Bars.Map(column => [.. column]);
        (isReturn ? bars.LogReturns : bars.High)[400] = double.NaN;
        var output = bars.Compute();
        int[] expected = [1, 5, 10, 22, 66, 250, 22, 22, 22, 22, 0];
        Assert.Equal(expected, output.Select(column => column.Skip(400).Count(double.IsNaN)));
    }

    [Fact]
    public void Removing_later_sessions_changes_nothing_before_them() =>
        AnyRow.Sample(cut => Bits.AssertEqual(AllRows, Bars.Until(cut).Compute()), iter: 25, threads: 1);

    [Fact]
    public void Any_range_of_last_rows_and_any_single_row_gives_the_same_bits_as_all_rows() =>
        AnyRow.Sample(
            start =>
            {
                var output = Enumerable.Range(0, AllRows.Length).Select(_ => new double[Bars.Rows - start]).ToArray();
                L2Kernel.Compute(Bars.Inputs, start, output);
                Bits.AssertEqual(AllRows, output, offset: start);
                if (start == Bars.Rows)
                    return;
                L2Kernel.Compute(Bars.Until(start + 1).Inputs, start, output);
                for (var feature = 0; feature < output.Length; feature++)
                    Bits.AssertEqual(AllRows[feature][start], output[feature][0], $"feature {feature} in row {start}");
            },
            iter: 50, threads: 1);

    [Fact]
    public void The_start_of_the_history_changes_no_bit_of_the_values_that_exist() =>
        Gen.Int[1, Bars.Rows - 1].Sample(
            start =>
            {
                var later = Bars.From(start).Compute();
                Bits.AssertEqual(AllRows, later, offset: start, from: FeatureCatalog.L2.HistorySessions - 1);
                for (var feature = 0; feature < later.Length; feature++)
                    for (var row = 0; row < later[feature].Length; row++)
                        if (!double.IsNaN(later[feature][row]))
                            Bits.AssertEqual(AllRows[feature][start + row], later[feature][row], $"feature {feature}, row {row}");
            },
            iter: 25, threads: 1);

    [Theory]
    [InlineData(0, double.PositiveInfinity, "log return of the target is Infinity in row 77")]
    [InlineData(1, 0.0, "open of the target is 0 in row 77: expected a finite number above zero")]
    [InlineData(2, double.PositiveInfinity, "high of the target is Infinity in row 77")]
    [InlineData(3, -1.0, "low of the target is -1 in row 77")]
    [InlineData(4, 0.0, "close of the target is 0 in row 77")]
    public void An_impossible_number_is_refused_with_its_column_and_row(int column, double value, string message)
    {
        var bars = Bars.Map(values => [.. values]);
        new[] { bars.LogReturns, bars.Open, bars.High, bars.Low, bars.Close }[column][77] = value;
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => bars.Compute()).Message);
    }

    [Fact]
    public void Columns_of_unequal_length_and_an_output_that_is_too_small_are_refused()
    {
        var (three, two) = (new double[3], new double[2]);
        var error = Assert.Throws<ArgumentException>(() => new L2Inputs(three, three, two, three, three, three));
        Assert.Contains("3 log returns, but 3 opens, 2 highs", error.Message);
        Assert.Throws<ArgumentException>(() => L2Kernel.Compute(Bars.Inputs, 5, [[1]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => L2Kernel.Compute(Bars.Inputs, Bars.Rows + 1, []));
        Assert.All(TargetBars.Random(0, 1).Compute(), Assert.Empty);
    }

    /// <summary>The range variance of one session, after the definition: from prices of this file's own reading.</summary>
    private static double Variance(TargetBars bars, int t)
    {
        var ranges = new double[22];
        for (var k = 0; k < 22; k++)
            ranges[k] = Math.Log(bars.High[t - 22 + k] / bars.Low[t - 22 + k]);
        Array.Sort(ranges);
        var reach = Math.Exp(2 * (ranges[10] + ranges[11]) / 2);
        var (open, close) = (bars.Open[t], bars.Close[t]);
        var before = close / Math.Exp(bars.LogReturns[t]);
        var high = Math.Min(bars.High[t], new[] { open, close, before }.Max() * reach);
        var low = Math.Max(bars.Low[t], new[] { open, close, before }.Min() / reach);
        var overnight = Math.Log(open / before);
        var parkinson = Math.Pow(Math.Log(high) - Math.Log(low), 2) / 2;
        return 252 * (overnight * overnight + parkinson - (Math.Log(4) - 1) * Math.Pow(Math.Log(close) - Math.Log(open), 2));
    }

    /// <summary>Sessions that open where the one before closed, move by <paramref name="logReturn"/> and range over 2
    /// %.</summary>
    private static TargetBars Steady(int rows, double logReturn)
    {
        var open = Enumerable.Range(0, rows).Select(i => 100 * Math.Exp(logReturn * i)).ToArray();
        return new(
            [double.NaN, .. Enumerable.Repeat(logReturn, rows - 1)], open,
            [.. open.Select(price => price * Math.Exp(.015))], [.. open.Select(price => price * Math.Exp(-.005))],
            [.. open.Select(price => price * Math.Exp(logReturn))], [.. open.Select(_ => 20.0)]);
    }

    private static void AssertClose(double[][] expected, double[][] actual)
    {
        for (var feature = 0; feature < expected.Length; feature++)
            for (var row = 0; row < expected[feature].Length; row++)
                Assert.Equal(expected[feature][row], actual[feature][row], 1e-9);
    }
}
