using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;

namespace Volcast.Evaluation;

/// <summary>The forecasts of a walk-forward of one target and horizon, column by column: a row for each origin.</summary>
public sealed record WalkForwardResult
{
    public required string Symbol { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The sessions after whose close the forecasts were made.</summary>
    public required DateOnly[] Origins { get; init; }

    /// <summary>The last session of each target; null if it is beyond the data and no calendar was given.</summary>
    public required DateOnly?[] TargetEnds { get; init; }

    /// <summary>Annualised realised variance; NaN if a session of the target is missing.</summary>
    public required double[] RealizedVariance { get; init; }

    /// <summary>The same outcome by the range-based variance of its days, a less noisy measure; NaN if it is unknown, null if the
    /// data have no ranges.</summary>
    public double[]? RealizedRangeVariance { get; init; }

    /// <summary>In the requested order.</summary>
    public required IReadOnlyList<ModelForecasts> Models { get; init; }

    /// <exception cref="ArgumentException">There is no such model; the message lists the models.</exception>
    public ModelForecasts Model(string name) => Models.FirstOrDefault(m => m.Name == name)
        ?? throw new ArgumentException(
            $"The walk-forward has no model '{name}', only {string.Join(", ", Models.Select(m => m.Name))}.", nameof(name));

    /// <summary>The forecasts of one model with their origins, annualised variance; empty if there is no such model.</summary>
    public IEnumerable<(DateOnly Origin, double Variance)> ForecastsOf(string name) =>
        Models.FirstOrDefault(model => model.Name == name) is { } model ? Origins.Zip(model.Variance) : [];
}

/// <summary>One model's column of forecasts: annualised variance, NaN if the origin is skipped or has no interval yet.</summary>
public sealed record ModelForecasts
{
    public required string Name { get; init; }
    public required double[] Variance { get; init; }
    public required double[] Lower80 { get; init; }
    public required double[] Upper80 { get; init; }
    public required double[] Lower95 { get; init; }
    public required double[] Upper95 { get; init; }

    /// <summary>The origins without a forecast, with the reasons, in ascending order, without the burn-in.</summary>
    public required IReadOnlyList<SkippedOrigins> SkippedOrigins { get; init; }

    /// <summary>Warnings: the origins forecast with the parameters of an earlier refit, in ascending order.</summary>
    public IReadOnlyList<ReusedParameters> ReusedParameters { get; init; } = [];

    /// <summary>Null if reasons were not requested.</summary>
    public ReasonsByOrigin? Reasons { get; init; }

    /// <summary>Value-at-risk and expected shortfall over one session and over the horizon, each at 95 and 99 % confidence; empty
    /// if they were not requested.</summary>
    public IReadOnlyList<TailRiskForecasts> TailRisk { get; init; } = [];

    /// <summary>The scores of the distribution at each origin; null if the forecasts are read from a file without them.</summary>
    public DensityScores? Density { get; init; }

    /// <summary>The distribution after every outcome in the data: the one that the next forecast uses. Null if the forecasts are
    /// read from evidence, which stores no state.</summary>
    public ForecastDistribution? Distribution { get; init; }

    /// <summary>Joins the folds and computes the intervals in time order: each interval uses only outcomes that had ended by its
    /// own origin.</summary>
    internal static ModelForecasts Assemble(
        string name,
        ForecastingData data,
        IReadOnlyList<Fold> folds,
        FoldResult[] results,
        double[] labels,
        int fromRow,
        int horizon)
    {
        var firstRow = folds[0].RefitRow;
        var variance = results.SelectMany(r => r.Variance).ToArray();
        var endRow = firstRow + variance.Length;
        var rows = endRow - fromRow;
        var (inner, outer) = (new VarianceInterval[rows], new VarianceInterval[rows]);
        Array.Fill(inner, VarianceInterval.Absent);
        Array.Fill(outer, VarianceInterval.Absent);
        var risk = TailRiskForecasts.For(horizon, data.TargetReturns, fromRow, endRow);
        var density = DensityScores.Absent(rows);
        var distribution = new ForecastDistribution(horizon);
        for (var row = firstRow; row < data.Rows; row++)
        {
            distribution.Observe(data.Sessions[row], data.TargetReturns[row]);
            if (row >= endRow || double.IsNaN(variance[row - firstRow]))
                continue;
            var forecast = variance[row - firstRow];
            if (row >= fromRow)
            {
                inner[row - fromRow] = distribution.Interval80(forecast);
                outer[row - fromRow] = distribution.Interval95(forecast);
                foreach (var columns in risk)
                    columns.Set(row - fromRow, distribution, forecast);
                density.Set(row - fromRow, distribution, forecast, labels[row]);
            }
            distribution.Issue(forecast);
        }
        return new()
        {
            Name = name,
            Variance = variance[(fromRow - firstRow)..],
            Lower80 = Array.ConvertAll(inner, interval => interval.Lower),
            Upper80 = Array.ConvertAll(inner, interval => interval.Upper),
            Lower95 = Array.ConvertAll(outer, interval => interval.Lower),
            Upper95 = Array.ConvertAll(outer, interval => interval.Upper),
            SkippedOrigins = Joined(results.SelectMany(r => r.SkippedOrigins).Where(s => s.To >= data.Sessions[fromRow])),
            TailRisk = risk,
            Density = density,
            Distribution = distribution,
        };
    }

    /// <summary>Adjacent entries with the same cause become one entry with the first reason.</summary>
    private static List<SkippedOrigins> Joined(IEnumerable<SkippedOrigins> entries)
    {
        var joined = new List<SkippedOrigins>();
        foreach (var entry in entries)
            if (joined is [.., var last] && last.Cause == entry.Cause)
                joined[^1] = last with { To = entry.To, Origins = last.Origins + entry.Origins };
            else
                joined.Add(entry);
        return joined;
    }
}
