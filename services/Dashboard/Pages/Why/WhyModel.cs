using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Why;

/// <summary>Why a forecast has its value.</summary>
public sealed record WhyModel : PageModel
{
    /// <summary>The forecast that is explained.</summary>
    public required ForecastDocument Forecast { get; init; }

    /// <summary>Its explanation.</summary>
    public required ExplanationDocument Explanation { get; init; }

    /// <summary>How it is shown. In points where the model has no log variance.</summary>
    public required WhyChoice Choice { get; init; }

    /// <summary>Where the contributions begin, on the chosen scale.</summary>
    public required double Base { get; init; }

    /// <summary>The contributions on the chosen scale, the largest first.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>What changed since an earlier forecast; null where there is none to compare with.</summary>
    public ExplanationChangeDocument? Change { get; init; }

    /// <summary>Why there is nothing to compare with, as a sentence; null where there is.</summary>
    public string? ChangeProblem { get; init; }

    /// <summary>How the serving version explains the origins of a year; null where the API has no answer.</summary>
    public AttributionDocument? Attribution { get; init; }

    /// <summary>Why there is no answer, as a sentence; null where there is one.</summary>
    public string? AttributionProblem { get; init; }

    /// <summary>The changes of inputs or families, the largest first, percent points; that of the base first where there is
    /// one.</summary>
    public IReadOnlyList<Reason> Changes => Change is null ? [] :
    [
        .. Change.BaseVolatilityPointsChange != 0
            ? [new Reason("another version with another average", "", null, Change.BaseVolatilityPointsChange)]
            : Array.Empty<Reason>(),
        .. Choice.IsByFamily
            ? Change.Families.Select(one => new Reason(one.Family, one.Family, null, one.VolatilityPointsChange))
            : Change.Contributions.Select(one =>
                new Reason(one.Description, one.Family, one.Feature, one.VolatilityPointsChange)),
    ];

    /// <summary>The origins that have a stored forecast, the newest first.</summary>
    public required IReadOnlyList<DateOnly> Origins { get; init; }

    /// <summary>The origin after this one that has a stored forecast; null for the newest.</summary>
    public DateOnly? Later => Origins.Where(day => day > Forecast.ForecastOrigin).Order().Cast<DateOnly?>().FirstOrDefault();

    /// <summary>The origin before this one that has a stored forecast; null for the oldest.</summary>
    public DateOnly? Earlier => Origins.Where(day => day < Forecast.ForecastOrigin).Cast<DateOnly?>().Max();

    /// <summary>Whether the model itself adds up in log variance, so that this scale can be chosen.</summary>
    public bool HasLogVariance => Explanation.BaseLogVariance is not null && Explanation.LogVariance is not null;

    public override IReadOnlyList<ReportTable> Tables =>
    [
        WhyTables.Reasons(this),
        .. Change is null ? Array.Empty<ReportTable>() : [WhyTables.Changes(this)],
        .. Attribution is null
            ? Array.Empty<ReportTable>()
            : [WhyTables.Importance(this), ChartValues.Of(WhyCharts.Attribution(Attribution))],
    ];

    /// <param name="explained">The forecast and its explanation.</param>
    /// <param name="stored">Stored forecasts.</param>
    /// <param name="choice">How it is shown.</param>
    public static WhyModel Of(
        ExplainedForecastDocument explained, IReadOnlyList<ForecastDocument> stored, WhyChoice choice)
    {
        var (forecast, why) = (explained.Forecast, explained.Explanation);
        var isLog = choice.IsLogVariance && why is { BaseLogVariance: not null, LogVariance: not null };
        var reasons = choice.IsByFamily
            ? why.Families.Select(one => new Reason(one.Family, one.Family, null,
                isLog ? one.LogVarianceContribution!.Value : one.VolatilityPointsContribution))
            : why.Contributions.Select(one => new Reason(one.Description, one.Family, one.Feature,
                isLog ? one.LogVarianceContribution!.Value : one.VolatilityPointsContribution));
        return new()
        {
            Symbol = forecast.Symbol,
            DataKind = forecast.DataKind,
            Forecast = forecast,
            Explanation = why,
            Choice = choice with { IsLogVariance = isLog },
            Base = isLog ? why.BaseLogVariance!.Value : why.BaseVolatilityPoints,
            Reasons = [.. reasons.OrderByDescending(reason => Math.Abs(reason.Contribution))],
            Origins = [.. stored.Select(one => one.ForecastOrigin).Append(forecast.ForecastOrigin).Distinct().OrderDescending()],
        };
    }
}

/// <summary>One contribution.</summary>
/// <param name="Text">The input and its value in words, or the family.</param>
/// <param name="Family">Its family.</param>
/// <param name="Feature">The input's name; null for a family.</param>
/// <param name="Contribution">On the chosen scale.</param>
public readonly record struct Reason(string Text, string Family, string? Feature, double Contribution);
