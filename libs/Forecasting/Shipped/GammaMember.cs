using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// One of the shipped recipe's gamma regressions with log link: ln E[RV] = b₀ + Σ b·x. Its label is less noisy than what it
/// forecasts: half realised variance, half range variance of the same days scaled to the same level. A constant then recalibrates
/// it so that realised divided by forecast variance has mean 1 over its training rows.
/// </summary>
/// <param name="Name">Its name in the recipe.</param>
/// <param name="Weight">Its weight in the mean of log variances; the weights of <see cref="All"/> add up to 1.</param>
/// <param name="Regressors">Its terms, in order.</param>
internal sealed record GammaMember(string Name, double Weight, IReadOnlyList<Regressor> Regressors)
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
    public static GammaMember Memory { get; } = new("memory", .5, [.. Common, LogOfVolatility("range_vol_250d")]);

    /// <summary>Also uses the slope from one-month to three-month implied volatility; trained on the latter's shorter
    /// history.</summary>
    public static GammaMember TermStructure { get; } =
        new("term-structure", .25, [.. Common, Regressor.OfColumn("ln_vix_term", "vix_term", TermTransform.Log)]);

    /// <summary>Uses implied volatility and its monthly mean only; it limits the errors of the two others.</summary>
    public static GammaMember Implied { get; } = new("implied", .25, [Vix, VixMonth]);

    public static IReadOnlyList<GammaMember> All { get; } = [Memory, TermStructure, Implied];

    /// <summary>The columns of its terms.</summary>
    public IEnumerable<string> Columns => Regressors.Select(r => r.Feature);

    /// <summary>The weight of the range variance in the label.</summary>
    private const double RangeShare = .5;

    /// <param name="model">The recipe that it belongs to, for messages.</param>
    /// <param name="known">What is known on the day of the fit.</param>
    /// <param name="realizedVariance">The label of each row that has one.</param>
    /// <param name="rangeVariance">The range variance of the same days.</param>
    /// <exception cref="InsufficientDataException">Fewer rows than the recipe's minimum.</exception>
    /// <exception cref="EstimationException">The rows do not determine the coefficients.</exception>
    public RecipeMember Fit(IForecaster model, ForecastingData known, double[] realizedVariance, double[] rangeVariance)
    {
        double[] both = [.. realizedVariance.Zip(rangeVariance, (rv, range) => double.IsFinite(range) ? rv : double.NaN)];
        var sample = AffineModel.Sample(model, known, both, Regressors);
        var ranges = Array.ConvertAll(sample.RowNumbers, row => rangeVariance[row]);
        var design = new DesignMatrix(sample.Names, sample.RowMajor);
        var fit = GammaRegression.Fit(design, Blend(sample.Labels, ranges));
        var logs = design.Predict([fit.Intercept, .. fit.Slopes]);
        var recalibration = sample.Labels.Zip(logs, (rv, log) => rv / Math.Exp(log)).Average();
        return new(Name, Weight, sample.From, sample.Rows, fit.Intercept + Math.Log(recalibration),
            AffineStage.Terms(sample, fit.Slopes, Regressors));
    }

    /// <summary>The label of the regressions: half realised variance, half range variance scaled to the same mean.</summary>
    /// <param name="realizedVariance">Of the rows that are used.</param>
    /// <param name="rangeVariance">Of the same rows.</param>
    public static double[] Blend(double[] realizedVariance, double[] rangeVariance)
    {
        var level = realizedVariance.Average() / rangeVariance.Average();
        return [.. realizedVariance.Zip(rangeVariance, (rv, range) => (1 - RangeShare) * rv + RangeShare * level * range)];
    }

    private static Regressor LogOfVolatility(string column) =>
        Regressor.OfColumn($"ln_{column}_squared", column, TermTransform.LogOfSquare);

    /// <summary>Twice the log of an index in points, as a decimal: the log of a variance.</summary>
    private static Regressor LogOfPoints(string column) =>
        Regressor.OfColumn($"ln_{column}_squared", column, TermTransform.LogOfSquareOfPoints);

    private static Regressor AsItIs(string column) => Regressor.OfColumn(column, column, TermTransform.Identity);

    /// <summary>Loads the member from a recipe.</summary>
    /// <exception cref="InvalidDataException">The recipe lacks it, or has it with other terms.</exception>
    public FittedMember Load(FittedModelSpec spec) =>
        spec.Members?.FirstOrDefault(m => m.Name == Name) is { } member
        && AffineStage.AreTermsOf(member.Terms, Regressors)
            ? new(member.Weight, new AffineStage(member.Intercept, member.Terms),
                [.. Regressors.Select(r => r.Transform.Of)], [.. Columns.Select(spec.PlaceOf)])
            : throw new InvalidDataException($"{FittedModelSpec.FileName} of {spec.Name} lacks the member {Name} with the terms "
                + $"{string.Join(", ", Regressors.Select(r => r.Term))}: train again.");
}

/// <summary>An estimated member.</summary>
/// <param name="Weight">Its weight in the mean of log variances.</param>
/// <param name="Stage">Its terms and their coefficients.</param>
/// <param name="Transforms">The transform of each term.</param>
/// <param name="Places">The position of each term's input among the recipe's inputs.</param>
internal sealed record FittedMember(double Weight, AffineStage Stage, Func<double, double>[] Transforms, int[] Places)
{
    /// <summary>The weighted mean of the members' log forecasts from a row of the recipe's inputs; NaN if one is
    /// missing.</summary>
    public static double LogVariance(IReadOnlyList<FittedMember> members, ReadOnlySpan<double> inputs)
    {
        var sum = 0.0;
        foreach (var member in members)
            sum += member.Weight * member.LogVariance(inputs);
        return sum;
    }

    /// <summary>Adds the contributions of its terms to the log forecast of a row: weight · β · (x − mean) for each
    /// input.</summary>
    /// <returns>Its part of the base: its weighted output for the average training row.</returns>
    public double Explain(ReadOnlySpan<double> inputs, Span<double> amounts)
    {
        for (var i = 0; i < Places.Length; i++)
            amounts[Places[i]] += Weight * Stage.Contribution(i, Transforms[i](inputs[Places[i]]));
        return Weight * Stage.Base;
    }

    private double LogVariance(ReadOnlySpan<double> inputs)
    {
        Span<double> terms = stackalloc double[Places.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = Transforms[i](inputs[Places[i]]);
        return Stage.Evaluate(terms);
    }
}

/// <summary>One of the affine models whose outputs a recipe averages, in log variance.</summary>
/// <param name="Name">Its name in the recipe's documentation.</param>
/// <param name="Weight">Its weight in the average; the weights of all members add up to 1.</param>
/// <param name="TrainingFrom">The session of its first training row.</param>
/// <param name="TrainingRows">The number of its training rows.</param>
/// <param name="Intercept">The intercept, including the recalibration.</param>
/// <param name="Terms">Its terms, in order.</param>
public sealed record RecipeMember(
    string Name, double Weight, DateOnly TrainingFrom, int TrainingRows, double Intercept, IReadOnlyList<AffineTerm> Terms);
