namespace Volcast.Forecasting;

/// <summary>A fitted model whose output, on its own scale, is one <see cref="AffineStage"/>.</summary>
internal sealed class AffineForecaster(
    FittedModelSpec spec, AffineStage stage, IReadOnlyList<Regressor> regressors, AffineModel model) : IFittedForecaster
{
    /// <summary>Which input each regressor is made from; null if one needs past returns.</summary>
    private readonly int[]? places = regressors.All(r => r.Column is not null)
        ? [.. regressors.Select(r => spec.PlaceOf(r.Column!))]
        : null;

    public FittedModelSpec Spec => spec;

    public bool ForecastsFromInputs => places is not null;

    public double Forecast(ForecastingData known) => Variance(Values(known));

    public double Forecast(ReadOnlySpan<double> inputs) =>
        Values(inputs) is var values && InputRow.Absent(values) < 0 ? Variance(values) : double.NaN;

    /// <summary>On the model's own scale. Where the filter replaces the forecast by the training mean, all contributions are
    /// 0.</summary>
    public Explanation Explain(ForecastingData known) =>
        Explain(Values(known), () => $" of {known.Symbol} from {known.Sessions[^1]:yyyy-MM-dd}");

    /// <inheritdoc cref="Explain(ForecastingData)"/>
    public Explanation Explain(ReadOnlySpan<double> inputs)
    {
        var values = Values(inputs);
        InputRow.GivenPresent(spec, inputs);
        return Explain(values, () => "");
    }

    public FittedModelSpec? WithLevel(double factor) =>
        model.Scale == ContributionScale.LogVariance ? spec.WithLevel(factor) : null;

    public IReadOnlyDictionary<string, byte[]> Save() =>
        new Dictionary<string, byte[]> { [FittedModelSpec.FileName] = spec.ToJson() };

    public void Dispose()
    {
    }

    private double Variance(double[] values)
    {
        var output = stage.Evaluate(Terms(values));
        return IsRefused(output) ? spec.TargetMean : model.Variance(output);
    }

    private Explanation Explain(double[] values, Func<string> ofWhat)
    {
        var terms = Terms(values);
        var absent = Array.FindIndex(terms, x => !double.IsFinite(x));
        if (absent >= 0)
            throw new InsufficientDataException(
                $"{spec.Name} has no forecast{ofWhat()}: {regressors[absent].Source} is absent.");
        var output = stage.Evaluate(terms);
        return IsRefused(output)
            ? Explained(model.Output(spec.TargetMean), model.Output(spec.TargetMean), (_, _) => 0)
            : Explained(stage.Base, output, stage.Contribution);

        Explanation Explained(double from, double to, Func<int, double, double> amount) => new(model.Scale, from,
            [.. regressors.Select((r, i) => new Contribution(r.Feature, values[i], amount(i, terms[i])))], to);
    }

    private bool IsRefused(double output) =>
        model.IsFiltered && (output <= 0 || model.Variance(output) < spec.TargetMinimum);

    private double[] Values(ForecastingData known)
    {
        var values = new double[regressors.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = regressors[i].Read(known, known.Rows - 1);
        return values;
    }

    private double[] Values(ReadOnlySpan<double> inputs)
    {
        if (places is null)
            throw spec.NeedsHistory();
        InputRow.Given(spec, inputs);
        var values = new double[places.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = inputs[places[i]];
        return values;
    }

    private double[] Terms(double[] values)
    {
        var terms = new double[values.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = regressors[i].Transform.Of(values[i]);
        return terms;
    }
}
