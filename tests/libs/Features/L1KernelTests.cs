using System.Buffers;

namespace Volcast.Features.Tests;

/// <summary>The numbers: against the golden row, an independent implementation, and a scalar twin.</summary>
public sealed class L1KernelTests
{
    private const int RelativeStrength = 13;

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void The_features_of_SPY_equal_the_reference_and_are_complete()
    {
        The_values_of_SPY_on_2021_12_31_equal_the_reference();
        The_relative_strength_of_SPY_agrees_with_the_full_recursion_on_every_session();
        No_feature_of_SPY_is_missing_once_every_market_has_its_history();
        L2KernelTests.Plain_loops_over_SPY_give_the_same_values();
    }

    private static void The_values_of_SPY_on_2021_12_31_equal_the_reference()
    {
        double[] golden =
        [
            -.002523290717, .009222249454, .021587014119, .041179680207, .091621767518,
            .103809146987, .149753812972, .163069866187, .137604582070,
            .005277443432,
            17.22, 21.88, 1.270615563298,
            58.812532724889,
            -.494662400717, .851751756181, -.421327507762, .778149108484,
            -.002189262759, -.913013381293, -.347207644593,
        ];
        var (sessions, _, columns) = MarketColumns.Spy();
        var values = new double[21];
        L1Kernel.ComputeRow(columns.Inputs, Array.IndexOf(sessions, "2021-12-31"), values);
        for (var feature = 0; feature < golden.Length; feature++)
            Assert.Equal(golden[feature], values[feature], feature == RelativeStrength ? 1e-5 : 1e-9);
    }

    private static void The_relative_strength_of_SPY_agrees_with_the_full_recursion_on_every_session()
    {
        var (_, closes, columns) = MarketColumns.Spy();
        var values = columns.Compute()[RelativeStrength];
        double up = 0, down = 0;
        for (var i = 1; i < closes.Length; i++)
        {
            var change = closes[i] - closes[i - 1];
            var weight = 1.0 / Math.Min(i, 14);
            up += (Math.Max(change, 0) - up) * weight;
            down += (Math.Max(-change, 0) - down) * weight;
            if (i >= 250)
                Assert.Equal(100 * up / (up + down), values[i], 1e-5);
        }
    }

    private static void No_feature_of_SPY_is_missing_once_every_market_has_its_history()
    {
        var (sessions, _, columns) = MarketColumns.Spy();
        var first = Array.IndexOf(sessions, "2007-04-11") + 60;
        var output = columns.Compute();
        foreach (var (column, name) in output.Zip(FeatureCatalog.L1.Names))
            Assert.True(Array.FindIndex(column, first, double.IsNaN) < 0, name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_independent_implementation_gives_the_same_values(int seed)
    {
        var market = MarketColumns.Random(900, seed);
        AssertClose(market);
    }

    [Theory]
    [InlineData(4, 0.01)]
    [InlineData(5, 0.05)]
    [InlineData(6, 0.10)]
    public void An_independent_implementation_agrees_when_values_are_missing(int seed, double chance)
    {
        var market = MarketColumns.RandomWithGaps(900, seed, chance);
        market.TargetReturns[1] = 0.01;
        AssertClose(market);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 0.02)]
    [InlineData(9, 0.3)]
    public void The_scalar_twin_gives_the_same_bits(int seed, double chance)
    {
        var market = MarketColumns.RandomWithGaps(700, seed, chance);
        AssertTwin(market);
    }

    [Fact]
    public void The_scalar_twin_gives_the_same_bits_on_days_without_a_price_change()
    {
        var market = MarketColumns.Random(600, 10);
        market.TargetReturns.AsSpan(100, 120).Clear();
        market.HygReturns.AsSpan(300, 100).Clear();
        AssertTwin(market);
    }

    [Fact]
    public void The_content_of_reused_memory_reaches_no_value()
    {
        var market = MarketColumns.RandomWithGaps(1500, 11, 0.002);
        var expected = market.Compute();
        foreach (var poison in new[] { double.NaN, double.PositiveInfinity, 1e300, 0 })
        {
            foreach (var array in Enumerable.Range(10, 12).Select(size => ArrayPool<double>.Shared.Rent(1 << size)).ToArray())
            {
                Array.Fill(array, poison);
                ArrayPool<double>.Shared.Return(array);
            }
            Bits.AssertEqual(expected, market.Compute());
        }
    }

    private static void AssertClose(MarketColumns market)
    {
        var output = market.Compute();
        for (var row = 0; row < market.Rows; row++)
        {
            var expected = NaiveFeatures.Row(market, row);
            for (var feature = 0; feature < expected.Length; feature++)
            {
                var (value, oracle) = (output[feature][row], expected[feature]);
                // At the very beginning the kernel also wants the window inside the data: see the warm-up tests.
                if (double.IsNaN(value) && row < FeatureCatalog.L1.Features[feature].HistorySessions)
                    continue;
                var tolerance = 1e-12 * Math.Max(1, Math.Abs(oracle));
                Assert.True(
                    double.IsNaN(oracle) ? double.IsNaN(value) : Math.Abs(value - oracle) <= tolerance,
                    $"{FeatureCatalog.L1.Names[feature]} in row {row}: expected {oracle:R}, got {value:R}");
            }
        }
    }

    private static void AssertTwin(MarketColumns market)
    {
        var output = market.Compute();
        var twin = new ScalarTwin(market);
        foreach (var row in Enumerable.Range(0, market.Rows).Where(row => row < 30 || row > market.Rows - 30 || row % 7 == 0))
        {
            var expected = twin.Row(row);
            for (var feature = 0; feature < expected.Length; feature++)
                Bits.AssertEqual(expected[feature], output[feature][row], $"{FeatureCatalog.L1.Names[feature]} in row {row}");
        }
    }
}
