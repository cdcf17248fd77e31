using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;

namespace Volcast.Services.Dashboard.Pages.Monitoring;

/// <summary>The stored checks of two years that led to those of the newest session.</summary>
public sealed record MonitoringHistory
{
    /// <summary>The loss alarm of the live forecasts over the horizon.</summary>
    public IReadOnlyList<CheckDocument> Loss { get; init; } = [];

    /// <summary>The alarm about their distribution.</summary>
    public IReadOnlyList<CheckDocument> Pit { get; init; } = [];

    /// <summary>The QLIKE of each live forecast over the horizon, and of the baseline on the same sessions.</summary>
    public IReadOnlyList<CheckDocument> Scores { get; init; } = [];

    /// <summary>The drift of the chosen series.</summary>
    public IReadOnlyList<CheckDocument> Drift { get; init; } = [];

    /// <summary>The features, the largest loss impact first.</summary>
    public IReadOnlyList<FeatureDriftDocument> Features { get; init; } = [];

    public IReadOnlyList<CheckDocument> Alerts { get; init; } = [];

    public IReadOnlyList<CheckDocument> Decisions { get; init; } = [];

    /// <summary>The registered model; null where the API gives none.</summary>
    public ModelDocument? Model { get; init; }
}
