using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// One of the shipped recipe's gamma regressions with log link: ln E[RV] = b₀ + Σ b·x. Its label is less noisy than what it
/// forecasts: half realised variance, half range variance of the same days scaled to the same level. A constant then recalibrates
/// it so that realised divided by forecast variance has mean 1 over its training rows.
/// </summary>
/// <param name="Name">Its name in the recipe.</param>
/// <param name="Regressors">Its terms, in order.</param>
internal sealed record GammaMember(string Name, IReadOnlyList<Regressor> Regressors) : Member(Name)
{
    private static readonly Regressor Vix = LogOfPoints("vix");
    private static readonly Regressor VixMonth = LogOfPoints("vix_mean_22d");

    /// <summary>The inputs of both large regressions: range variance over a day to a quarter (Corsi 2009; Garman and Klass 1980),
    /// implied volatility and its monthly mean, returns divided by their usual size (leverage: Black 1976), and the share of
    /// variance that comes overnight.</summary>
    private static readonly Regressor[] Common =
    [
        .. new[] { 1, 5, 10, 22, 66 }.Select(window => LogOfVolatility($"range_vol_{window}d")),
        Vix, VixMonth,
        AsItIs("scaled_ret_1d"), AsItIs("scaled_ret_5d"),
        Regressor.OfColumn("ln_overnight_share_22d", "overnight_share_22d", TermTransform.Log),
    ];

    /// <summary>Also uses the range variance of a year; trained on the whole history of the index.</summary>
    public static GammaMember Memory { get; } = new("memory", [.. Common, LogOfVolatility("range_vol_250d")]);

    /// <summary>Also uses the slope from one-month to three-month implied volatility; trained on the latter's shorter
    /// history.</summary>
    public static GammaMember TermStructure { get; } =
        new("term-structure", [.. Common, Regressor.OfColumn("ln_vix_term", "vix_term", TermTransform.Log)]);

    /// <summary>Uses implied volatility and its monthly mean only; it limits the errors of the two others.</summary>
    public static GammaMember Implied { get; } = new("implied", [Vix, VixMonth]);

    public override IReadOnlyList<IReadOnlyList<Regressor>> Terms { get; } = [Regressors];

    /// <summary>The weight of the range variance in the label.</summary>
    private const double RangeShare = .5;

    public override RecipeMember Fit(
        IForecaster model, ForecastingData known, double[] realizedVariance, double[] rangeVariance, int horizon)
    {
        double[] both = [.. realizedVariance.Zip(rangeVariance, (rv, range) => double.IsFinite(range) ? rv : double.NaN)];
        var sample = AffineModel.Sample(model, known, both, Regressors);
        var ranges = Array.ConvertAll(sample.RowNumbers, row => rangeVariance[row]);
        var design = new DesignMatrix(sample.Names, sample.RowMajor);
        var fit = GammaRegression.Fit(design, Blend(sample.Labels, ranges));
        var logs = design.Predict([fit.Intercept, .. fit.Slopes]);
        var recalibration = sample.Labels.Zip(logs, (rv, log) => rv / Math.Exp(log)).Average();
        return Estimated(sample, Regressors, fit.Intercept + Math.Log(recalibration), fit.Slopes);
    }

    /// <summary>The label of the regressions: half realised variance, half range variance scaled to the same mean.</summary>
    /// <param name="realizedVariance">Of the rows that are used.</param>
    /// <param name="rangeVariance">Of the same rows.</param>
    public static double[] Blend(double[] realizedVariance, double[] rangeVariance)
    {
        var level = realizedVariance.Average() / rangeVariance.Average();
        return [.. realizedVariance.Zip(rangeVariance, (rv, range) => (1 - RangeShare) * rv + RangeShare * level * range)];
    }

    internal static Regressor LogOfVolatility(string column) =>
        Regressor.OfColumn($"ln_{column}_squared", column, TermTransform.LogOfSquare);

    /// <summary>Twice the log of an index in points, as a decimal: the log of a variance.</summary>
    private static Regressor LogOfPoints(string column) =>
        Regressor.OfColumn($"ln_{column}_squared", column, TermTransform.LogOfSquareOfPoints);

    private static Regressor AsItIs(string column) => Regressor.OfColumn(column, column, TermTransform.Identity);
}
