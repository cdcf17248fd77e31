using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests;

/// <summary>Plants look-aheads on purpose and checks that each is caught.</summary>
public sealed class LeakTests
{
    private const int Horizon = 5;
    private static readonly ForecastingData Data = SyntheticTarget.Create();
    private static readonly WalkForwardOptions Options = new() { From = Data.Sessions[800], BurnIn = 0, DegreeOfParallelism = 2 };

    /// <summary>Data up to a session as they would have been assembled on its evening, with a column that holds each row's own
    /// label: the classic leak of a feature computed with a window that is shifted the wrong way.</summary>
    private static ForecastingData Leaking(int rows)
    {
        var returns = Data.LogReturns[..rows].ToArray();
        // Rows whose future is not known yet hold another value.
        var leak = RealizedVariance.Labels(returns, Horizon).Select(v => double.IsNaN(v) ? .02 : v);
        var columns = new Dictionary<string, double[]> { ["leak"] = [.. leak.Select(v => 100 * Math.Sqrt(v))] };
        return new("TEST", Data.Sessions[..rows].ToArray(), returns, columns);
    }

    [Fact]
    public void A_column_with_the_future_in_it_is_caught_by_cutting_the_data()
    {
        var whole = WalkForward.Run(Leaking(Data.Rows), [new VixCalibrated("leak"), new Har()], Options);
        var cut = WalkForward.Run(Leaking(1000), [new VixCalibrated("leak"), new Har()], Options);

        // The last five forecasts before the cut differ: they used values that had not happened yet.
        var changed = Enumerable.Range(0, 200).Where(row => whole.Models[0].Variance[row] != cut.Models[0].Variance[row]);
        Assert.Equal(Enumerable.Range(195, 5), changed);
        Assert.Equal(whole.Models[1].Variance[..200], cut.Models[1].Variance);
    }

    [Fact]
    public void A_column_with_the_future_in_it_beats_the_noise_floor_which_no_honest_model_does()
    {
        var comparison = ForecastComparison.Of(
            WalkForward.Run(Leaking(Data.Rows), [new Har(), new VixCalibrated("leak")], Options));
        var skills = comparison.Models.ToDictionary(m => m.Model, m => m.Skill);
        Assert.True(skills["vix-calibrated"] > 1, $"{skills["vix-calibrated"]}");
        Assert.True(skills["har"] < 1);
    }

    [Fact]
    public void A_fit_that_reads_the_label_after_its_last_throws()
    {
        var leaking = new LabelReader(labels => labels[labels.Length]);
        Assert.Throws<IndexOutOfRangeException>(() => WalkForward.Run(Data, [leaking], Options));
    }

    [Fact]
    public unsafe void A_fit_that_reads_past_its_labels_in_memory_finds_none_there()
    {
        // All labels of the walk are longer than what a fit holds; a span over them would give the future to unsafe code.
        var labels = RealizedVariance.Labels(Data.LogReturns, Horizon);
        var seen = new List<bool>();
        var leaking = new LabelReader(ended =>
        {
            fixed (double* first = ended)
            fixed (double* all = labels)
                seen.Add(first >= all && first < all + labels.Length);
            return ended[^1];
        });
        Fold.Plan(800, 1000, Options)[0].Run(leaking, Data, labels, Horizon, cancellationToken: CancellationToken.None);
        Assert.Equal([false], seen);
    }

    [Fact]
    public void A_fold_that_was_not_purged_is_refused()
    {
        var labels = RealizedVariance.Labels(Data.LogReturns, Horizon);
        var leaking = Fold.Plan(800, 1000, Options)[0] with { LabelledRows = 796 };
        var error = Assert.Throws<InvalidOperationException>(() => leaking.Run(new Har(), Data, labels, Horizon));
        Assert.Contains("row 795, whose label of 5 sessions ends in row 800: that would be a look-ahead", error.Message);
    }

    private delegate double Read(ReadOnlySpan<double> labels);

    private sealed class LabelReader(Read read) : IForecaster
    {
        public string Name => "label-reader";
        public IReadOnlyList<string> Inputs => [];
        public int MinimumTrainingRows => 0;

        public IFittedForecaster Fit(ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
            CancellationToken cancellationToken = default)
        {
            var label = read(realizedVariance);
            return new Scripted(Name, (_, _) => label).Fit(known, realizedVariance, horizon, cancellationToken);
        }
    }
}
