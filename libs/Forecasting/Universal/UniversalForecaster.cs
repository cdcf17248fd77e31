namespace Volcast.Forecasting;

/// <summary>
/// The terms of the shipped recipe's member <c>memory</c> with slopes that were estimated over many tickers
/// (<see cref="SlopePool"/>): ln F = a + Σ b·x. Only the level a is fitted to the target, so that a year of history is enough.
/// The slopes are those of the newest set that was cut before the last training row.
/// </summary>
/// <remarks>
/// a = ln mean(RV · exp(−Σ b·x)) over the training rows is the estimate of the gamma likelihood for given slopes. The term of a
/// year exists from the 272nd session on. While fewer than <see cref="MinimumTrainingRows"/> training rows have it, the slopes
/// are those of a regression without it.
/// The tickers of the shipped slopes are mostly those that were listed around 2020: the slopes have seen survivors only.
/// </remarks>
/// <param name="sets">The slopes to choose from; the shipped ones by default.</param>
public sealed class UniversalForecaster(IReadOnlyList<UniversalSlopes>? sets = null) : IForecaster
{
    internal const string ModelName = "universal";

    /// <summary>All terms; the last is that of a year.</summary>
    internal static IReadOnlyList<Regressor> Terms => GammaMember.Memory.Regressors;

    internal static IReadOnlyList<Regressor> TermsWithoutYear { get; } = [.. Terms.SkipLast(1)];

    private readonly UniversalSlopes[] sets = [.. (sets ?? ShippedSlopes.All).OrderBy(set => set.To)];

    public string Name => ModelName;

    /// <summary>The columns that every fit reads. A fit with the term of a year also reads its column.</summary>
    public IReadOnlyList<string> Inputs { get; } = ColumnsOf(TermsWithoutYear);

    /// <summary>Half a year of rows, which a history of one year has after the warm-up of the terms.</summary>
    public int MinimumTrainingRows => 126;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var level = Level(this, known, realizedVariance, horizon) ?? throw WithoutSlopes(known, realizedVariance, horizon);
        return AffineModel.OfLogVariance.Load(FittedModelSpec.Of(this, known, level.Sample, horizon) with
        {
            Inputs = ColumnsOf(level.Terms),
            Intercept = level.Intercept,
            Terms = AffineStage.Terms(level.Sample, level.Slopes, level.Terms),
            Slopes = level.Origin,
        }, level.Terms);
    }

    /// <summary>Fits the level to the target.</summary>
    /// <param name="model">The model that it belongs to, for messages.</param>
    /// <param name="known">What is known on the day of the fit.</param>
    /// <param name="realizedVariance">The labels of its first rows.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <returns>Null if there are no slopes for the horizon that were cut before the last training row.</returns>
    /// <exception cref="InsufficientDataException">There are too few rows.</exception>
    internal FittedLevel? Level(
        IForecaster model, ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon)
    {
        var terms = HasYear(known, realizedVariance) ? Terms : TermsWithoutYear;
        var sample = AffineModel.Sample(model, known, realizedVariance, terms);
        if (NewestBefore(sample.To) is not { } set || set.Horizons.FirstOrDefault(one => one.Horizon == horizon) is not { } of)
            return null;
        var slopes = SlopesOf(set, terms.Count == Terms.Count ? of.Slopes : of.WithoutYear, terms);
        var sum = 0.0;
        for (var row = 0; row < sample.Rows; row++)
        {
            var log = 0.0;
            for (var i = 0; i < slopes.Length; i++)
                log += slopes[i] * sample.RowMajor[row * slopes.Length + i];
            sum += sample.Labels[row] * Math.Exp(-log);
        }
        return new(sample, terms, Math.Log(sum / sample.Rows), slopes, new(set.To, set.InputDigest));
    }

    internal static IFittedForecaster Load(FittedModelSpec spec) =>
        AffineModel.OfLogVariance.Load(spec, spec.Terms?.Count == TermsWithoutYear.Count ? TermsWithoutYear : Terms);

    private bool HasYear(ForecastingData known, ReadOnlySpan<double> realizedVariance)
    {
        var year = known.Column(Terms[^1].Column!);
        var rows = 0;
        for (var row = 0; row < realizedVariance.Length; row++)
            if (double.IsFinite(realizedVariance[row]) && double.IsFinite(year[row]))
                rows++;
        return rows >= MinimumTrainingRows;
    }

    private UniversalSlopes? NewestBefore(DateOnly trainedTo) => sets.LastOrDefault(set => set.To < trainedTo);

    private InsufficientDataException WithoutSlopes(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon)
    {
        var trainedTo = AffineModel.Sample(this, known, realizedVariance, TermsWithoutYear).To;
        return new(sets.Length == 0 ? $"{ModelName} has no slopes."
            : NewestBefore(trainedTo) is { } set ? $"{ModelName} has slopes cut on {set.To:yyyy-MM-dd} for "
                + $"{string.Join(", ", set.Horizons.Select(h => h.Horizon))} sessions, and not for {horizon}. Choose one of these "
                + "horizons."
            : $"{ModelName} of {known.Symbol} has no slopes from before {trainedTo:yyyy-MM-dd}, its last training row: the oldest were "
                + $"cut on {sets[0].To:yyyy-MM-dd}, and slopes from later data would look ahead. Begin with a later origin.");
    }

    private static double[] SlopesOf(UniversalSlopes set, IReadOnlyList<TermSlope> slopes, IReadOnlyList<Regressor> terms) =>
        slopes.Select(slope => slope.Term).SequenceEqual(terms.Select(term => term.Term))
            ? [.. slopes.Select(slope => slope.Slope)]
            : throw new InvalidDataException($"The slopes cut on {set.To:yyyy-MM-dd} have the terms "
                + $"{string.Join(", ", slopes.Select(slope => slope.Term))}, which are not those of {ModelName}: make them again "
                + "with `volcast pool`.");

    private static IReadOnlyList<string> ColumnsOf(IReadOnlyList<Regressor> terms) => [.. terms.Select(term => term.Column!)];
}

/// <summary>A level that was fitted to a target.</summary>
/// <param name="Sample">The training rows.</param>
/// <param name="Terms">The terms, with or without that of a year.</param>
/// <param name="Intercept">The level, in log variance.</param>
/// <param name="Slopes">One for each term.</param>
/// <param name="Origin">Where they come from.</param>
internal sealed record FittedLevel(
    TrainingSample Sample, IReadOnlyList<Regressor> Terms, double Intercept, double[] Slopes, SlopesOrigin Origin);
