using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>What a walk-forward of one target and horizon forecast, column-wise: a row for each origin.</summary>
public sealed record WalkForwardResult
{
    public required string Symbol { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The sessions on whose evening the forecasts were made.</summary>
    public required DateOnly[] Origins { get; init; }

    /// <summary>The last session of each target; null where it lies beyond the data and no calendar was given.</summary>
    public required DateOnly?[] TargetEnds { get; init; }

    /// <summary>Annualised; NaN where the future is missing.</summary>
    public required double[] RealizedVariance { get; init; }

    /// <summary>The same outcome by the range-based variance of its days, a quieter measure; NaN where it is unknown, null where
    /// the data hold no ranges.</summary>
    public double[]? RealizedRangeVariance { get; init; }

    /// <summary>In the order in which they were asked for.</summary>
    public required IReadOnlyList<ModelForecasts> Models { get; init; }

    /// <exception cref="ArgumentException">There is no such model; the message lists those there are.</exception>
    public ModelForecasts Model(string name) => Models.FirstOrDefault(m => m.Name == name)
        ?? throw new ArgumentException(
            $"The walk-forward has no model '{name}', only {string.Join(", ", Models.Select(m => m.Name))}.", nameof(name));
}

/// <summary>One model's column of forecasts; annualised variance, NaN where it sat out or has no interval yet.</summary>
public sealed record ModelForecasts
{
    public required string Name { get; init; }
    public required double[] Variance { get; init; }
    public required double[] Lower80 { get; init; }
    public required double[] Upper80 { get; init; }
    public required double[] Lower95 { get; init; }
    public required double[] Upper95 { get; init; }

    /// <summary>The origins without a forecast and why, in ascending order, the burn-in left out.</summary>
    public required IReadOnlyList<SatOut> SatOut { get; init; }

    /// <summary>Null where reasons were not asked for.</summary>
    public ReasonsByOrigin? Reasons { get; init; }

    /// <summary>The interval with every outcome that the data hold: what the next forecast is given. Null where the forecasts are
    /// read back from evidence, which keeps no state.</summary>
    public LogResidualInterval? Interval { get; init; }

    /// <summary>Joins the folds and walks once more through the origins: each interval knows only the outcomes that had ended
    /// by its own origin.</summary>
    internal static ModelForecasts Assemble(
        string name,
        ForecastingData data,
        double[] labels,
        IReadOnlyList<Fold> folds,
        FoldResult[] results,
        int fromRow,
        int horizon)
    {
        var firstRow = folds[0].RefitRow;
        var variance = results.SelectMany(r => r.Variance).ToArray();
        var rows = firstRow + variance.Length - fromRow;
        var (lower80, upper80, lower95, upper95) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        var interval = new LogResidualInterval();
        for (var row = firstRow; row < firstRow + variance.Length; row++)
        {
            Learn(row - horizon);
            if (row < fromRow)
                continue;
            var forecast = variance[row - firstRow];
            (lower80[row - fromRow], upper80[row - fromRow]) = Around(forecast, .8);
            (lower95[row - fromRow], upper95[row - fromRow]) = Around(forecast, .95);
        }
        for (var row = firstRow + variance.Length; row < data.Rows; row++)
            Learn(row - horizon);
        return new()
        {
            Name = name,
            Variance = variance[(fromRow - firstRow)..],
            Lower80 = lower80,
            Upper80 = upper80,
            Lower95 = lower95,
            Upper95 = upper95,
            SatOut = Joined(results.SelectMany(r => r.SatOut).Where(s => s.To >= data.Sessions[fromRow])),
            Interval = interval,
        };

        void Learn(int origin)
        {
            if (origin >= firstRow && origin - firstRow < variance.Length
                && double.IsFinite(variance[origin - firstRow]) && double.IsFinite(labels[origin]))
                interval.Add(data.Sessions[origin], labels[origin], variance[origin - firstRow]);
        }

        (double Lower, double Upper) Around(double forecast, double coverage)
        {
            var bounds = double.IsNaN(forecast) ? VarianceInterval.Absent : interval.Around(forecast, coverage);
            return (bounds.Lower, bounds.Upper);
        }
    }

    /// <summary>Neighbours of one cause become one entry with the first one's reason.</summary>
    private static List<SatOut> Joined(IEnumerable<SatOut> entries)
    {
        var joined = new List<SatOut>();
        foreach (var entry in entries)
            if (joined is [.., var last] && last.Cause == entry.Cause)
                joined[^1] = last with { To = entry.To };
            else
                joined.Add(entry);
        return joined;
    }
}
