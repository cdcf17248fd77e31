using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class BaselinesTests
{
    private static ForecastingData Known(int rows, Func<int, double>? later = null, int from = int.MaxValue)
    {
        var random = new Random(5);
        var (sessions, returns, vix) = (new DateOnly[rows], new double[rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            sessions[row] = new DateOnly(2000, 1, 1).AddDays(row);
            vix[row] = 15 + 10 * random.NextDouble();
            returns[row] = vix[row] / 1600 * (2 * random.NextDouble() - 1) * 1.7;
            if (row >= from)
                (returns[row], vix[row]) = (later!(row), 80);
        }
        return new("SPY", sessions, returns, new Dictionary<string, double[]> { ["vix"] = vix });
    }

    private static string StateOf(ForecastModel model) =>
        string.Join('\n', model.Artifact.Save().Select(file => $"{file.Key}\n{Convert.ToHexString(file.Value)}"));

    [Theory]
    [InlineData("har", 5)]
    [InlineData("vix-calibrated", 22)]
    public void What_is_made_at_an_origin_depends_on_no_later_row_and_on_no_other_origin(string name, int horizon)
    {
        int[] origins = [1700, 1701, 1990];
        var all = Baselines.At(name, Known(2000), horizon, origins, CancellationToken.None)
            .Select(one => StateOf(one.Model.Value!)).ToArray();
        for (var i = 0; i < origins.Length; i++)
        {
            var cut = Known(2000).KnownAt(origins[i]);
            Assert.Equal(all[i], StateOf(
                Assert.Single(Baselines.At(name, cut, horizon, [origins[i]], CancellationToken.None)).Model.Value!));
            var other = Known(2000, row => row % 2 == 0 ? .2 : -.2, from: origins[i] + 1);
            Assert.Equal(all[i], StateOf(
                Assert.Single(Baselines.At(name, other, horizon, [origins[i]], CancellationToken.None)).Model.Value!));
        }
        // The origin's own row counts.
        var changed = Known(2000, _ => .2, from: origins[^1]);
        Assert.NotEqual(all[^1], StateOf(
            Assert.Single(Baselines.At(name, changed, horizon, [origins[^1]], CancellationToken.None)).Model.Value!));
    }

    /// <summary>The distribution at an origin has the newest thousand errors of a long history.</summary>
    [Fact]
    public void The_distribution_is_full_after_a_long_history_and_ends_with_the_row_before_the_origin()
    {
        var known = Known(2000);
        var model = Assert.Single(Baselines.At("har", known, 5, [1990], CancellationToken.None)).Model.Value!;
        Assert.Equal((1000, known.Sessions[1989], known.Sessions[1984]),
            (model.Artifact.Distribution!.Count, model.Artifact.Distribution.NewestSession,
                model.Artifact.Distribution.NewestOrigin));
    }

    [Fact]
    public void An_index_of_another_asset_is_no_baseline()
    {
        Assert.True(Baselines.IsFor(AssetRoles.For(Symbol.Parse("SPY")), "vix-calibrated", "^VIX"));
        Assert.True(Baselines.IsFor(AssetRoles.For(Symbol.Parse("QQQ")), "vix-calibrated", "^VXN"));
        Assert.False(Baselines.IsFor(AssetRoles.For(Symbol.Parse("QQQ")), "vix-calibrated", "^VIX"));
        Assert.False(Baselines.IsFor(AssetRoles.For(Symbol.Parse("XLF")), "vix-calibrated", "^VIX"));
    }
}
