namespace Volcast.Forecasting;

/// <summary>One of the regressions whose forecasts a recipe averages in log variance.</summary>
/// <param name="Name">Its name in the recipe.</param>
internal abstract record Member(string Name)
{
    /// <summary>The lists of terms that a fit can have; the first has every column.</summary>
    public abstract IReadOnlyList<IReadOnlyList<Regressor>> Terms { get; }

    /// <summary>The columns of its terms.</summary>
    public IEnumerable<string> Columns => Terms[0].Select(term => term.Column!);

    /// <param name="model">The recipe that it belongs to, for messages.</param>
    /// <param name="known">What is known on the day of the fit.</param>
    /// <param name="realizedVariance">The label of each row that has one.</param>
    /// <param name="rangeVariance">The range variance of the same days.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <returns>With a weight of 1; null for universal slopes of which none were cut before the last training row.</returns>
    /// <exception cref="InsufficientDataException">Fewer rows than the recipe's minimum.</exception>
    /// <exception cref="Volatility.EstimationException">The rows do not determine the coefficients.</exception>
    public abstract RecipeMember? Fit(
        IForecaster model, ForecastingData known, double[] realizedVariance, double[] rangeVariance, int horizon);

    /// <summary>Loads an estimated member of this name.</summary>
    /// <exception cref="InvalidDataException">It has other terms.</exception>
    public FittedMember Load(FittedModelSpec spec, RecipeMember estimated)
    {
        var terms = Terms.FirstOrDefault(terms => AffineStage.AreTermsOf(estimated.Terms, terms))
            ?? throw new InvalidDataException($"{FittedModelSpec.FileName} of {spec.Name} lacks the member {Name} with the terms "
                + $"{string.Join(", ", Terms[0].Select(r => r.Term))}: train again.");
        var stage = new AffineStage(estimated.Intercept, estimated.Terms);
        Func<double, double>[] transforms = [.. terms.Select(term => term.Transform.Of)];
        int[] places = [.. terms.Select(term => spec.PlaceOf(term.Column!))];
        return estimated.Floor is { } floor
            ? new VarianceMember(estimated.Weight, stage, transforms, places, floor)
            : new LogVarianceMember(estimated.Weight, stage, transforms, places);
    }

    protected RecipeMember Estimated(
        TrainingSample sample, IReadOnlyList<Regressor> terms, double intercept, double[] slopes) =>
        new(Name, 1, sample.From, sample.Rows, intercept, AffineStage.Terms(sample, slopes, terms));
}

/// <summary>One of the affine models whose outputs a recipe averages, in log variance.</summary>
/// <param name="Name">Its name in the recipe's documentation.</param>
/// <param name="Weight">Its weight in the average; the weights of all members add up to 1.</param>
/// <param name="TrainingFrom">The session of its first training row.</param>
/// <param name="TrainingRows">The number of its training rows.</param>
/// <param name="Intercept">The intercept, including the recalibration.</param>
/// <param name="Terms">Its terms, in order.</param>
/// <param name="Floor">The smallest variance that it forecasts, if it is affine in variance; absent if it is affine in log
/// variance.</param>
/// <param name="Slopes">Where its slopes come from; absent if they were fitted to the target.</param>
public sealed record RecipeMember(
    string Name, double Weight, DateOnly TrainingFrom, int TrainingRows, double Intercept, IReadOnlyList<AffineTerm> Terms,
    double? Floor = null, SlopesOrigin? Slopes = null)
{
    /// <summary>The same member with every forecast variance multiplied by a factor.</summary>
    internal RecipeMember WithLevel(double factor) => Floor is { } floor
        ? this with
        {
            Intercept = Intercept * factor,
            Terms = [.. Terms.Select(term => term with { Coefficient = term.Coefficient * factor })],
            Floor = floor * factor,
        }
        : this with { Intercept = Intercept + Math.Log(factor) };

    /// <summary>The log variance for the average training row.</summary>
    internal double Base => new AffineStage(Intercept, Terms).Base is var output && Floor is { } floor
        ? Math.Log(Math.Max(output, floor))
        : output;
}
