using System.Text;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Promotion.Gates;
using Volcast.Volatility;

namespace Volcast.Cli.Tests.Registry;

/// <summary>The change of the forecast by refits of the shipped recipe on SPY from 2010 to 2018, and by fits on damaged
/// data. Writes docs/proof/refit-change.md, from which the limits of the refit gate were chosen.</summary>
[Trait(Category.Name, Category.Proof)]
public sealed class RefitChangeProof
{
    private const int Horizon = 5;
    private const int Step = 21;
    private static readonly PromotionLimits Limits = new();
    private readonly StringBuilder page = new();

    [Fact]
    public async Task Refits_change_the_forecast_less_than_damaged_data()
    {
        var data = await DataAsync();
        var settings = new ForecasterSettings { Features = FeatureCatalog.L1.Names, Seed = 7 };
        int[] days = [.. Days(data)];
        Line("# How far a refit moves the forecast");
        Line("");
        Line("Written by `make prove`, which needs the daily bars beside the repository. The shipped recipe for SPY, 5");
        Line($"sessions, is fitted every {Step} sessions from {data.Sessions[days[0]]:yyyy-MM-dd} to "
            + $"{data.Sessions[days[^1]]:yyyy-MM-dd}. An older and a newer fit are compared over the");
        Line($"{Limits.RecentSessions} sessions up to the newer one, by |Δ ln F|. F is a variance, so .02 is one percent of "
            + "volatility.");
        Line("");
        Line(
            "| time between the two fits | pairs | mean change: median | 95 % | largest | largest change: median | 95 % | "
                + "largest |");
        Line("|---|---:|---:|---:|---:|---:|---:|---:|");

        var expanding = Fit(data, days, settings, int.MaxValue);
        foreach (var (months, name) in new[] { (1, "a month"), (3, "a quarter"), (6, "half a year"), (12, "a year") })
        {
            var changes = Pairs(data, expanding, days, months);
            Report(name, changes);
            if (months <= 3)
            {
                Assert.All(changes, change => Assert.InRange(change.Mean, 0, Limits.MaximumMeanChange));
                Assert.All(changes, change => Assert.InRange(change.Largest, 0, Limits.MaximumChange));
            }
        }
        var rolling = Fit(data, days, settings, 2520);
        foreach (var (months, name) in new[] { (1, "a month, ten years' window"), (3, "a quarter, ten years' window") })
            Report(name, Pairs(data, rolling, days, months));
        var reseeded = Fit(data, days, settings with { Seed = 8 }, int.MaxValue);
        Report("another random seed", [.. days.Select((day, i) => Change(data, day, expanding[i], reseeded[i]))]);

        Line("");
        Line("A fit on damaged data compared with the fit on correct data of the same day. The last column counts the fits");
        Line("that the gate refuses.");
        Line("");
        Line("| damage | mean change: smallest | median | largest change: smallest | median | refused |");
        Line("|---|---:|---:|---:|---:|---:|");
        int[] some = [.. days.Where((_, i) => i % 12 == 0)];
        foreach (var (name, damage) in Damages)
        {
            ForecastChange[] changes = [.. some.Select(day =>
                Change(data, day, expanding[Array.IndexOf(days, day)], FitAt(damage(data.KnownAt(day)), settings)))];
            double[] means = [.. changes.Select(c => c.Mean).Order()];
            double[] largest = [.. changes.Select(c => c.Largest).Order()];
            var refused = changes.Count(c => !(c.Mean <= Limits.MaximumMeanChange && c.Largest <= Limits.MaximumChange));
            Line($"| {name} | {means[0]:.000} | {means[means.Length / 2]:.000} | {largest[0]:.000} | "
                + $"{largest[largest.Length / 2]:.000} | {refused} of {changes.Length} |");
        }
        Line("");
        Line("The gate refuses a lost history by the count of training rows. It cannot detect a column from the future, because");
        Line("the forecast hardly changes; the tests of the features detect it by cutting off later data.");
        var file = Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "refit-change.md");
        await File.WriteAllTextAsync(file, page.ToString(), TestContext.Current.CancellationToken);
    }

    private static IEnumerable<(string, Func<ForecastingData, ForecastingData>)> Damages =>
    [
        ("returns in percent for the newest two years",
            data => WithReturns(data, (r, row) => row > data.Rows - 504 ? 100 * r : r)),
        ("an invented day of −40 %, a year ago", data => WithReturns(data, (r, row) => row == data.Rows - 252 ? -.5 : r)),
        ("returns of zero for the newest year", data => WithReturns(data, (r, row) => row > data.Rows - 252 ? 1e-9 : r)),
        ("VIX of the next session",
            data => WithColumn(data, "vix", (values, row) => values[Math.Min(row + 1, values.Length - 1)])),
        ("VIX as a decimal", data => WithColumn(data, "vix", (values, row) => values[row] / 100)),
        ("VIX unchanged for the newest year", data => WithColumn(data, "vix",
            (values, row) => values[Math.Min(row, values.Length - 252)])),
        ("the older half of the history lost", data => data.Without(data.Rows / 2)),
    ];

    private static ForecastingData WithReturns(ForecastingData data, Func<double, int, double> change)
    {
        double[] returns = [.. data.TargetReturns.ToArray().Select(change)];
        return new(data.Symbol, data.Sessions.ToArray(), returns, Columns(data), returns);
    }

    private static ForecastingData WithColumn(ForecastingData data, string name, Func<double[], int, double> change)
    {
        var columns = Columns(data);
        var values = columns[name];
        columns[name] = [.. values.Select((_, row) => change(values, row))];
        return new(data.Symbol, data.Sessions.ToArray(), data.LogReturns.ToArray(), columns, data.TargetReturns.ToArray());
    }

    private static Dictionary<string, double[]> Columns(ForecastingData data) =>
        data.ColumnNames.ToDictionary(name => name, name => data.Column(name).ToArray());

    private static IEnumerable<int> Days(ForecastingData data)
    {
        for (var day = data.FirstRowFrom(new(2010, 1, 4)); day < data.Rows; day += Step)
            yield return day;
    }

    private static IFittedForecaster[] Fit(ForecastingData data, int[] days, ForecasterSettings settings, int window)
    {
        var fits = new IFittedForecaster[days.Length];
        Parallel.For(0, days.Length, i =>
        {
            var known = data.KnownAt(days[i]);
            fits[i] = FitAt(known.Rows > window ? known.Without(known.Rows - window) : known, settings);
        });
        return fits;
    }

    private static IFittedForecaster FitAt(ForecastingData known, ForecasterSettings settings)
    {
        var labels = RealizedVariance.Labels(known.TargetReturns, Horizon);
        return ForecasterCatalog.Create("volcast", settings).Fit(known, labels.AsSpan(0, labels.Length - Horizon), Horizon);
    }

    private static ForecastChange[] Pairs(ForecastingData data, IFittedForecaster[] fits, int[] days, int apart) =>
        [.. Enumerable.Range(apart, days.Length - apart).Select(i => Change(data, days[i], fits[i], fits[i - apart]))];

    private static ForecastChange Change(ForecastingData data, int day, IFittedForecaster newer, IFittedForecaster older)
    {
        double[] Of(IFittedForecaster fit) => [.. Enumerable.Range(day + 1 - Limits.RecentSessions, Limits.RecentSessions)
            .Select(row => fit.Forecast(data.KnownAt(row)))];
        return ForecastChange.Of(Of(newer), Of(older));
    }

    private void Report(string name, ForecastChange[] changes)
    {
        double[] means = [.. changes.Select(c => c.Mean).Order()];
        double[] largest = [.. changes.Select(c => c.Largest).Order()];
        double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
        Line($"| {name} | {changes.Length} | {At(means, .5):.000} | {At(means, .95):.000} | {means[^1]:.000} | "
            + $"{At(largest, .5):.000} | {At(largest, .95):.000} | {largest[^1]:.000} |");
    }

    private void Line(string text) => page.Append(text).Append('\n');

    private static async Task<ForecastingData> DataAsync()
    {
        var csv = SharedData.Require("data", "market");
        using var folder = new TemporaryFolder();
        var volcast = new VolcastUnderTest(folder.Path);
        await volcast.RunAsync("ingest", "--source", "csv", "--path", csv);
        await volcast.RunAsync("features");
        await using var lake = await DataLake.OpenLocalAsync(folder["data/lake"]);
        var roles = AssetRoles.For(Symbol.Parse("SPY"), ImpliedVolatilityIndex.Parse("SPY=^VIX"));
        var known = (await ForecastInputs.SettledAsync(lake, roles, TestContext.Current.CancellationToken)).Known;
        return known.KnownAt(known.FirstRowFrom(new(2019, 1, 1)) - 1);
    }
}
