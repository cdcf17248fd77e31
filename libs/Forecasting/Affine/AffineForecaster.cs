namespace Volcast.Forecasting;

/// <summary>A fitted model whose output, on its own scale, is one <see cref="AffineStage"/>.</summary>
internal sealed class AffineForecaster(
    Recipe recipe, AffineStage stage, IReadOnlyList<Regressor> regressors, AffineModel model) : IFittedForecaster
{
    public Recipe Recipe => recipe;

    public double Forecast(ForecastingData known)
    {
        var output = stage.Evaluate(Terms(Values(known)));
        return IsRefused(output) ? recipe.TargetMean : model.Variance(output);
    }

    /// <summary>On the model's own scale. Where the filter speaks, the forecast is the training mean whatever the inputs are, and
    /// nothing contributes.</summary>
    public Explanation Explain(ForecastingData known)
    {
        var values = Values(known);
        var terms = Terms(values);
        var absent = Array.FindIndex(terms, x => !double.IsFinite(x));
        if (absent >= 0)
            throw new InsufficientDataException($"{recipe.Name} has no forecast of {known.Symbol} from "
                + $"{known.Sessions[^1]:yyyy-MM-dd}: {regressors[absent].Source} is absent.");
        var output = stage.Evaluate(terms);
        return IsRefused(output)
            ? Explained(model.Output(recipe.TargetMean), model.Output(recipe.TargetMean), (_, _) => 0)
            : Explained(stage.Base, output, stage.Contribution);

        Explanation Explained(double from, double to, Func<int, double, double> amount) => new(model.Scale, from,
            [.. regressors.Select((r, i) => new Contribution(r.Feature, values[i], amount(i, terms[i])))], to);
    }

    public IReadOnlyDictionary<string, byte[]> Save() =>
        new Dictionary<string, byte[]> { [Recipe.FileName] = recipe.ToJson() };

    public void Dispose()
    {
    }

    private bool IsRefused(double output) =>
        model.IsFiltered && (output <= 0 || model.Variance(output) < recipe.TargetMinimum);

    private double[] Values(ForecastingData known)
    {
        var values = new double[regressors.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = regressors[i].Read(known, known.Rows - 1);
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
