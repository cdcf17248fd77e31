using Volcast.Market;

namespace Volcast.Services.Training;

/// <summary>What a refit changes.</summary>
public enum RefitKind
{
    /// <summary>Every coefficient, from all rows known now.</summary>
    Retrain,

    /// <summary>The level of the forecasts and the state of the intervals; every other coefficient stays.</summary>
    Recalibrate,
}

/// <summary>A new version of the champion's recipe. It takes over the champion's walk-forward, so it costs one fit and not
/// hundreds.</summary>
/// <param name="Roles">The target with the implied-volatility indices of the settings.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Kind">What changes.</param>
public sealed record RefitRequest(AssetRoles Roles, int Horizon, RefitKind Kind)
{
    /// <summary>The largest change of log variance by a recalibration; .10 by default, the largest mean change that the gate of a
    /// refit passes. A larger error of the level is corrected in several steps.</summary>
    public double LargestStep { get; init; } = .10;
}
