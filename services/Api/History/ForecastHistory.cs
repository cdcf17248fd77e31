using Volcast.ApiContract.Forecasts;
using Volcast.Evaluation;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Schemas;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.History;

/// <summary>The forecasts of one series over time, one for each origin.</summary>
/// <param name="snapshot">The stored forecasts and the bars.</param>
/// <param name="result">The walk-forward of the serving version; null if it has none.</param>
/// <param name="model">The model of the walk-forward; null without one.</param>
internal sealed class ForecastHistory(ServingSnapshot snapshot, WalkForwardResult? result, ModelForecasts? model)
{
    private readonly TargetSnapshot target = snapshot.Target;
    private readonly ModelForecasts? har = result?.Models.FirstOrDefault(one => one.Name == Baselines.Har);

    /// <summary>The matching forecasts, ascending, and whether the limit left out earlier ones.</summary>
    public (IReadOnlyList<HistoryPointDocument> Points, bool IsTruncated) Of(HistoryQuery query)
    {
        var to = query.To ?? target.Inputs.Origin;
        var from = query.From ?? to.AddYears(-1);
        var stored = Stored(query, one => one >= from && one <= to).ToDictionary(one => one.Origin);
        var walked = query.Kind is null or HistoryKind.WalkForward
            ? Walked(one => one >= from && one <= to && !stored.ContainsKey(one)) : [];
        HistoryForecast[] all = [.. stored.Values.Concat(walked).OrderBy(one => one.Origin)];
        var harByOrigin = target.BaselineForecasts.Where(one => one.Horizon == snapshot.Horizon && one.Model == Baselines.Har)
            .ToLookup(one => one.Origin);
        return ([.. all[^Math.Min(all.Length, query.Limit)..].Select(one => Document(one, Har(one.Origin)))],
            all.Length > query.Limit);

        double Har(DateOnly origin) => harByOrigin[origin].Select(one => one.Variance)
            .DefaultIfEmpty(har is null ? double.NaN : At(har.Variance, origin)).First();
    }

    /// <summary>The stored forecasts that count, one for each origin.</summary>
    private IEnumerable<HistoryForecast> Stored(HistoryQuery query, Func<DateOnly, bool> isWanted) => query switch
    {
        { Kind: HistoryKind.WalkForward } => [],
        { Kind: HistoryKind.Baseline } => OfBaseline(query.Model ?? Baselines.Har, isWanted),
        { Model: { } named } when named != OwnRecipe => query.Kind is null ? OfBaseline(named, isWanted) : [],
        _ => target.Forecasts
            .Where(row => row.Horizon == snapshot.Horizon && query.Lists(row.Kind) && isWanted(row.ForecastOrigin))
            .GroupBy(row => row.ForecastOrigin).Select(rows => PublishedForecast.First(rows)!)
            .Select(row => new HistoryForecast(row.ForecastOrigin, row.TargetEnd, StoredName.Of(row.Kind),
                ForecastDocuments.VersionOf(row), row.Variance, row.Lower80, row.Upper80, row.Lower95, row.Upper95, row.Implied)),
    };

    private string? OwnRecipe => result is null ? null : Models.WalkForwards.RecipeOf(snapshot.Model.Version, result).Name;

    private IEnumerable<HistoryForecast> OfBaseline(string name, Func<DateOnly, bool> isWanted) => target.BaselineForecasts
        .Where(one => one.Horizon == snapshot.Horizon && one.Model == name && isWanted(one.Origin))
        .DistinctBy(one => one.Origin)
        .Select(one => new HistoryForecast(one.Origin, one.TargetEnd, StoredName.Of(ForecastKind.Baseline), null, one.Variance,
            double.NaN, double.NaN, double.NaN, double.NaN, one.Implied));

    private List<HistoryForecast> Walked(Func<DateOnly, bool> isWanted)
    {
        var walked = new List<HistoryForecast>();
        if (result is null || model is null)
            return walked;
        var known = snapshot.Inputs.Known;
        var implied = known.Column("vix");
        for (var row = 0; row < result.Origins.Length; row++)
        {
            var origin = result.Origins[row];
            if (!isWanted(origin) || !double.IsFinite(model.Variance[row]))
                continue;
            walked.Add(new(origin, result.TargetEnds[row], StoredName.Of(HistoryKind.WalkForward), null, model.Variance[row],
                model.Lower80[row], model.Upper80[row], model.Lower95[row], model.Upper95[row],
                known.Sessions.BinarySearch(origin) is >= 0 and var at ? implied[at] : double.NaN));
        }
        return walked;
    }

    private HistoryPointDocument Document(HistoryForecast forecast, double harVariance) => new()
    {
        ForecastOrigin = forecast.Origin,
        TargetEnd = forecast.TargetEnd,
        Kind = forecast.Kind,
        ModelVersion = forecast.ModelVersion,
        Volatility = Math.Sqrt(forecast.Variance),
        VolatilityLower80 = Root(forecast.Lower80),
        VolatilityUpper80 = Root(forecast.Upper80),
        VolatilityLower95 = Root(forecast.Lower95),
        VolatilityUpper95 = Root(forecast.Upper95),
        RealizedVolatility = Root(Realized(forecast)),
        ImpliedVolatilityPoints = ForecastDocuments.Number(forecast.Implied),
        HarVolatility = Root(harVariance),
    };

    /// <summary>By the bars of the lake; by the walk-forward if the lake's bars begin after the origin.</summary>
    private double Realized(HistoryForecast forecast)
    {
        var known = target.Inputs.Known;
        if (forecast.Origin < known.Sessions[0])
            return result is null ? double.NaN : At(result.RealizedVariance, forecast.Origin);
        return forecast.TargetEnd is { } end && RealizedOutcome.Of(known, forecast.Origin, end) is { IsComplete: true } outcome
            ? outcome.Variance : double.NaN;
    }

    private double At(double[] column, DateOnly origin) =>
        Array.BinarySearch(result!.Origins, origin) is >= 0 and var row ? column[row] : double.NaN;

    private static double? Root(double variance) => ForecastDocuments.Number(Math.Sqrt(variance));

    /// <summary>One forecast; variances are annualised, the implied volatility is in points. NaN where there is none.</summary>
    private readonly record struct HistoryForecast(
        DateOnly Origin, DateOnly? TargetEnd, string Kind, int? ModelVersion, double Variance, double Lower80, double Upper80,
        double Lower95, double Upper95, double Implied);
}
