using Volcast.ApiContract.Data;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Targets;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>The documents that Today is made from. All but the forecast may be missing.</summary>
internal sealed record TodayDocuments
{
    /// <summary>The newest forecast, with the chance of more than 15 %.</summary>
    public required ForecastDocument Forecast { get; init; }

    /// <summary>The same forecast, with the chance of more than 30 %.</summary>
    public ForecastDocument? HighForecast { get; init; }

    public TermStructureDocument? TermStructure { get; init; }

    /// <summary>The newest forecast over each horizon that has one.</summary>
    public IReadOnlyList<ForecastDocument> Horizons { get; init; } = [];

    /// <summary>Stored forecasts, the newest first.</summary>
    public IReadOnlyList<ForecastDocument> Recent { get; init; } = [];

    public ExplanationDocument? Explanation { get; init; }

    public FeaturesDocument? Features { get; init; }

    public MarketDocument? Market { get; init; }

    public TrackRecordDocument? TrackRecord { get; init; }

    /// <summary>The target's line of the watchlist.</summary>
    public TargetsDocument? Target { get; init; }

    /// <summary>The history of the last three months, read where no earlier forecast is stored.</summary>
    public HistoryDocument? History { get; init; }
}
