using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

public sealed class WalkForwardTests
{
    private static readonly ForecastingData Data = SyntheticTarget.Create();
    private static readonly WalkForwardOptions Options = new() { From = Data.Sessions[800], DegreeOfParallelism = 2 };

    private static XgboostForecaster Trees() => new(XgboostObjective.SquaredErrorOfVolatility, SyntheticTarget.Features);

    private static IForecaster[] Fast() => [new Har(), new VixCalibrated()];

    private static ForecastingData Cut(ForecastingData data, int rows) => new(data.Symbol, data.Sessions[..rows].ToArray(),
        data.LogReturns[..rows].ToArray(), data.ColumnNames.ToDictionary(c => c, c => data.Column(c)[..rows].ToArray()));

    /// <summary>The forecasts at or before a cut that would differ; empty for models that do not look ahead.</summary>
    private static List<string> ChangedByCutting(
        int rows, Func<ForecastingData, IForecaster[]> models, WalkForwardOptions options)
    {
        var whole = WalkForward.Run(Data, models(Data), options);
        var cut = WalkForward.Run(Cut(Data, rows), models(Cut(Data, rows)), options);
        var changed = new List<string>();
        foreach (var (before, after) in whole.Models.Zip(cut.Models))
            foreach (var (full, part) in new[]
                { (before.Variance, after.Variance), (before.Lower80, after.Lower80), (before.Upper95, after.Upper95) }
                .Concat(before.TailRisk.Zip(after.TailRisk, (b, a) => (b.ValueAtRisk, a.ValueAtRisk))))
                changed.AddRange(part.Zip(full).Where(pair => !pair.First.Equals(pair.Second)).Select(_ => before.Name));
        Assert.Equal(rows - 800, cut.Origins.Length);
        return changed;
    }

    [Theory]
    [InlineData(801)]
    [InlineData(842)]
    [InlineData(1000)]
    [InlineData(1199)]
    public void Cutting_off_the_data_leaves_every_earlier_forecast_bit_for_bit_the_same(int rows) =>
        Assert.Empty(ChangedByCutting(rows, _ => Fast(), Options));

    [Fact]
    public void Cutting_off_the_data_leaves_every_earlier_boosted_forecast_bit_for_bit_the_same() =>
        Assert.Empty(ChangedByCutting(950, _ => [Trees()], Options with { BurnIn = 0 }));

    [Fact]
    public void A_model_that_reads_the_whole_sample_is_caught_by_the_cut() =>
        Assert.Contains("peeking", ChangedByCutting(1000, data =>
        {
            var mean = data.LogReturns[1..].ToArray().Average(r => 252 * r * r);
            return [new Scripted("peeking", (_, _) => mean)];
        }, Options));

    [Fact]
    public void A_model_that_reads_beyond_its_origin_throws()
    {
        var peeking = new Scripted("peeking", (known, _) => known.LogReturns[known.Rows] * known.LogReturns[known.Rows]);
        Assert.Throws<IndexOutOfRangeException>(() => WalkForward.Run(Data, [peeking], Options));
    }

    [Fact]
    public void A_fit_is_given_no_label_that_ended_on_or_after_its_refit()
    {
        var fits = new List<(int Rows, int Labels, double Last)>();
        var recording = new Scripted("recording", (_, _) => .04,
            (known, labels) => fits.Add((known.Rows, labels.Length, labels[^1])));
        WalkForward.Run(Data, [recording], Options with { Horizon = 10, BurnIn = 0, DegreeOfParallelism = 1 });

        Assert.Equal(10, fits.Count);
        foreach (var ((rows, labels, last), fold) in fits.Select((f, i) => (f, i)))
        {
            var refit = 800 + 42 * fold;
            Assert.Equal((refit + 1, refit - 10), (rows, labels));
            // The last label's ten returns end on the session before the refit.
            Assert.Equal(25.2 * Data.LogReturns[(refit - 10)..refit].ToArray().Sum(r => r * r), last, 1e-12);
        }
    }

    [Fact]
    public void A_rolling_window_holds_the_newest_labelled_rows_only()
    {
        var sizes = new List<(int, int)>();
        var recording = new Scripted("recording", (_, _) => .04, (known, labels) => sizes.Add((labels.Length, known.Rows)));
        WalkForward.Run(Data, [recording], Options with { RollingRows = 300, BurnIn = 0, DegreeOfParallelism = 1 });

        Assert.All(sizes, size => Assert.Equal((300, 306), size));
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_parallel_folds()
    {
        var one = WalkForward.Run(Data, Fast(), Options with { DegreeOfParallelism = 1 });
        var many = WalkForward.Run(Data, Fast(), Options with { DegreeOfParallelism = 7 });

        foreach (var (a, b) in one.Models.Zip(many.Models))
        {
            Assert.Equal(a.Variance, b.Variance);
            Assert.Equal(a.Upper80, b.Upper80);
            Assert.Equal(a.Distribution!.Save(), b.Distribution!.Save());
        }
    }

    [Fact]
    public void Without_a_calendar_a_target_ends_in_a_row_of_the_data_or_has_no_end()
    {
        var result = WalkForward.Run(Data, Fast(), Options with { SessionAfter = null });
        Assert.Equal(Data.Sessions[805], result.TargetEnds[0]);
        Assert.Equal(Data.Sessions[^1], result.TargetEnds[^6]);
        Assert.All(result.TargetEnds[^5..], end => Assert.Null(end));
    }

    [Fact]
    public void An_outcome_across_a_gap_is_unknown_and_the_forecasts_continue()
    {
        var returns = Data.LogReturns.ToArray();
        returns[900] = double.NaN;
        var columns = Data.ColumnNames.ToDictionary(name => name, name => Data.Column(name).ToArray());
        var holed = new ForecastingData(Data.Symbol, Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns, returns);
        var result = WalkForward.Run(holed, Fast(), Options);
        Assert.Equal(
            Enumerable.Range(895, 5),
            Enumerable.Range(800, 150).Where(row => double.IsNaN(result.RealizedVariance[row - 800])));
        Assert.All(result.Model("har").Variance, v => Assert.True(v > 0));
    }

    [Fact]
    public void Every_origin_has_its_target_and_outcome()
    {
        var result = WalkForward.Run(Data, Fast(), Options with { SessionAfter = (day, n) => day.AddDays(100 * n) });

        Assert.Equal(Data.Sessions[800..].ToArray(), result.Origins);
        Assert.Equal(result.Origins.Select(origin => (DateOnly?)origin.AddDays(500)), result.TargetEnds);
        Assert.Equal(50.4 * Data.LogReturns[801..806].ToArray().Sum(r => r * r), result.RealizedVariance[0], 1e-12);
        Assert.All(result.RealizedVariance[^5..], v => Assert.True(double.IsNaN(v)));
        Assert.All(result.Model("har").Variance, v => Assert.True(v > 0));
    }

    [Fact]
    public void Without_a_calendar_the_end_of_a_target_beyond_the_data_is_absent() =>
        Assert.Equal([null, null, null, null, null], WalkForward.Run(Data, Fast(), Options).TargetEnds[^5..]);

    [Fact]
    public void An_interval_uses_only_outcomes_that_had_ended_by_its_origin()
    {
        var result = WalkForward.Run(Data, [new VixCalibrated()], Options);
        var model = result.Model("vix-calibrated");
        Assert.All(model.Lower80, bound => Assert.True(double.IsFinite(bound)));

        // Without a burn-in the first interval is that of origin 104, whose newest known outcome is that of origin 99, and the
        // levels are the nominal ones.
        var alone = WalkForward.Run(Data, [new VixCalibrated()], Options with { BurnIn = 0 }).Model("vix-calibrated");
        double[] residuals = [.. Enumerable.Range(0, 100)
            .Select(i => Math.Log(result.RealizedVariance[i] / alone.Variance[i])).Order()];
        Assert.True(double.IsNaN(alone.Lower80[103]));
        Assert.Equal(alone.Variance[104] * Math.Exp(residuals[9] + .1 * (residuals[10] - residuals[9])), alone.Lower80[104], 12);
        Assert.Equal(
            alone.Variance[104] * Math.Exp(residuals[97] + .475 * (residuals[98] - residuals[97])), alone.Upper95[104], 12);
    }

    [Fact]
    public void The_interval_after_the_last_origin_uses_every_outcome()
    {
        var result = WalkForward.Run(Data, [new VixCalibrated()], Options with { To = Data.Sessions[1000] });
        Assert.Equal(Data.Sessions[1000], result.Model("vix-calibrated").Distribution!.NewestOrigin);
        Assert.Equal(504 + 201, result.Model("vix-calibrated").Distribution!.Count); // Twelve folds of burn-in.
    }

    [Fact]
    public void Tail_risk_is_paired_with_the_realised_return_and_uses_ended_sessions_only()
    {
        var result = WalkForward.Run(Data, [new VixCalibrated()], Options with { BurnIn = 0 });
        var model = result.Model("vix-calibrated");
        Assert.Equal([(1, .95), (1, .99), (5, .95), (5, .99)], model.TailRisk.Select(risk => (risk.Sessions, risk.Confidence)));
        Assert.Equal(Data.LogReturns[801], model.TailRisk[0].LogReturn[0]);
        Assert.Equal(Data.LogReturns[801..806].ToArray().Sum(), model.TailRisk[2].LogReturn[0], 15);
        Assert.True(double.IsNaN(model.TailRisk[0].LogReturn[^1]) && double.IsNaN(model.TailRisk[2].LogReturn[^5]));

        // 250 returns over the deviation forecast for them: the first have come by origin 250, those over five by 254.
        Assert.True(double.IsNaN(model.TailRisk[0].ValueAtRisk[249]) && double.IsNaN(model.TailRisk[2].ValueAtRisk[253]));
        double[] scaled = [.. Enumerable.Range(0, 250)
            .Select(i => Data.LogReturns[801 + i] / Math.Sqrt(model.Variance[i] / 252)).Order()];
        // .05 · 251 = 12.55; the shortfall is the mean of the smallest 12.5.
        var deviation = Math.Sqrt(model.Variance[250] / 252);
        Assert.Equal(-deviation * (scaled[11] + .55 * (scaled[12] - scaled[11])), model.TailRisk[0].ValueAtRisk[250], 12);
        Assert.Equal(
            -deviation * (scaled[..12].Sum() + .5 * scaled[12]) / 12.5, model.TailRisk[0].ExpectedShortfall[250], 12);
        Assert.True(model.TailRisk[2].ValueAtRisk[254] > 0);

        var daily = WalkForward.Run(Data, [new VixCalibrated()], Options with { Horizon = 1 }).Model("vix-calibrated");
        Assert.Equal([(1, .95), (1, .99)], daily.TailRisk.Select(risk => (risk.Sessions, risk.Confidence)));
    }

    [Fact]
    public void A_model_with_too_little_history_is_skipped_with_the_reason_until_it_has_enough()
    {
        var result = WalkForward.Run(Data, Fast(), new WalkForwardOptions());
        var skipped = Assert.Single(result.Model("har").SkippedOrigins);

        Assert.Equal(SkipCause.TooLittleHistory, skipped.Cause);
        Assert.Equal(Data.Sessions[0], skipped.From);
        // 153 labelled rows are the first with 126 beyond the 22 of the warm-up: the refit at row 168.
        Assert.Equal(Data.Sessions[167], skipped.To);
        Assert.Contains("har has 0 usable training rows", skipped.Reason);
        Assert.Equal(168, skipped.Origins);
        Assert.True(double.IsNaN(result.Model("har").Variance[167]) && result.Model("har").Variance[168] > 0);
    }

    [Fact]
    public void A_rolling_window_that_is_too_short_is_named_and_not_the_history()
    {
        var result = WalkForward.Run(Data, Fast(), Options with { RollingRows = 100 });
        var skipped = Assert.Single(result.Model("har").SkippedOrigins);
        // 100 labelled rows and the 5 up to the refit; HAR needs 22 rows before its first.
        Assert.StartsWith("har has 79 usable training rows of TEST up to ", skipped.Reason);
        Assert.EndsWith(" in a rolling window of 106 but needs 126: give it a longer window.", skipped.Reason);
    }

    [Fact]
    public void Missing_inputs_are_named_with_their_days_and_their_number()
    {
        var columns = Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c).ToArray());
        columns["vix"][900] = columns["vix"][903] = double.NaN;
        var holed = new ForecastingData("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns);

        var result = WalkForward.Run(holed, Fast(), Options);

        Assert.Empty(result.Model("har").SkippedOrigins);
        var skipped = Assert.Single(result.Model("vix-calibrated").SkippedOrigins);
        Assert.Equal((Data.Sessions[900], Data.Sessions[903], SkipCause.AbsentInput), (skipped.From, skipped.To, skipped.Cause));
        Assert.Equal((2, "missing inputs: vix"), (skipped.Origins, skipped.Reason));
    }

    [Fact]
    public void A_model_that_cannot_be_estimated_is_skipped_with_the_reason()
    {
        var columns = new Dictionary<string, double[]> { ["vix"] = [.. Enumerable.Repeat(20.0, Data.Rows)] };
        var flat = new ForecastingData("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns);

        var skipped = Assert.Single(WalkForward.Run(flat, Fast(), Options).Model("vix-calibrated").SkippedOrigins);

        Assert.Equal(SkipCause.NotEstimated, skipped.Cause);
        Assert.Contains("ln_vix is constant", skipped.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void A_forecast_that_is_not_a_variance_stops_the_walk_forward(double forecast)
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => WalkForward.Run(Data, [new Scripted("odd", (_, _) => forecast)], Options));
        Assert.Contains("odd forecasts a variance of", error.Message);
    }

    [Fact]
    public void Progress_counts_every_fold_of_every_model()
    {
        var seen = new List<WalkForwardProgress>();
        WalkForward.Run(Data, Fast(), Options with { BurnIn = 84 }, new Recorder(seen));

        Assert.Equal(24, seen.Count);
        Assert.Equal(Enumerable.Range(1, 24), seen.Select(p => p.Done));
        Assert.All(seen, p => Assert.Equal(24, p.Total));
    }

    [Fact]
    public void Cancelling_stops_the_walk_forward()
    {
        using var source = new CancellationTokenSource();
        var cancelling = new Scripted("cancelling", (_, _) => .04, (_, _) => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(
            () => WalkForward.Run(Data, [cancelling], Options, cancellationToken: source.Token));
    }

    [Fact]
    public void A_span_without_sessions_is_refused_with_the_span_of_the_data()
    {
        var error = Assert.Throws<InsufficientDataException>(
            () => WalkForward.Run(Data, Fast(), new WalkForwardOptions { From = new(2050, 1, 1) }));
        Assert.Contains($"go from {Data.Sessions[0]:yyyy-MM-dd} to {Data.Sessions[^1]:yyyy-MM-dd}", error.Message);
    }

    [Fact]
    public void Options_out_of_range_and_duplicate_model_names_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => WalkForward.Run(Data, [new Har(), new Har()], Options));
        foreach (var bad in new[]
        {
            Options with { Horizon = 0 }, Options with { RefitEvery = 0 }, Options with { BurnIn = -1 },
            Options with { RollingRows = 0 }, Options with { DegreeOfParallelism = 0 }, Options with { To = new(1999, 1, 1) },
        })
            Assert.ThrowsAny<ArgumentException>(() => WalkForward.Run(Data, Fast(), bad));
    }

    [Fact]
    public void A_horizon_longer_than_the_data_is_refused_with_their_length()
    {
        var error = Assert.Throws<InsufficientDataException>(
            () => WalkForward.Run(Cut(Data, 20), Fast(), new WalkForwardOptions { Horizon = 22 }));
        Assert.Contains("TEST has 20 sessions", error.Message);
        Assert.Contains("a horizon of 22 sessions is longer", error.Message);
    }

    private sealed class Recorder(List<WalkForwardProgress> seen) : IProgress<WalkForwardProgress>
    {
        public void Report(WalkForwardProgress value) => seen.Add(value);
    }
}
