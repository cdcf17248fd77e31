using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Forecasts;

/// <summary>One forecast with the facts that a person needs to judge it.</summary>
public sealed record ForecastReport
{
    /// <summary>The symbols that the forecast was made from, and their roles.</summary>
    public required AssetRoles Roles { get; init; }

    /// <summary>The symbol that is forecast.</summary>
    public Symbol Target => Roles.Target;

    /// <summary>Real or simulated bars.</summary>
    public required DataKind DataKind { get; init; }

    /// <summary>The row of the table <c>forecasts</c>.</summary>
    public required ForecastRow Row { get; init; }

    /// <summary>The first session that is forecast.</summary>
    public required DateOnly TargetStart { get; init; }

    /// <summary>The recipe's name, for example <c>xgboost-21</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The alias that selected the version: <c>champion</c>, or <c>challenger</c> while there is no
    /// champion.</summary>
    public required string Alias { get; init; }

    /// <summary>The last session whose outcome the model learnt from.</summary>
    public required DateOnly TrainedTo { get; init; }

    /// <summary>The contributions on both scales.</summary>
    public required ExplainedForecast Explained { get; init; }

    /// <summary>The contributions in annualised volatility.</summary>
    public Explanation Reasons => Explained.InVolatility;

    /// <summary>The index of <see cref="Implied"/>.</summary>
    public Symbol ImpliedIndex => Roles.Implied;

    /// <summary>The target's implied volatility at the origin, percent points; NaN if missing.</summary>
    public required double Implied { get; init; }

    /// <summary>Realised volatility of the five sessions up to the origin, annualised, decimal.</summary>
    public required double Realized5 { get; init; }

    /// <summary>Realised volatility of the twenty sessions up to the origin, annualised, decimal.</summary>
    public required double Realized20 { get; init; }

    /// <summary>Figures from the distribution around the forecast; empty if the model has none.</summary>
    public ForecastFigures Figures { get; init; } = ForecastFigures.None;

    /// <summary>How far the implied variance exceeds the forecast variance, or why that is not known.</summary>
    public required ValueOrReason<PremiumReport> Premium { get; init; }

    /// <summary>The implied-volatility indices at the origin, by tenor; none for a forecast that is shown alone.</summary>
    public ImpliedLevels ImpliedLevels { get; init; } = ImpliedLevels.None;

    /// <summary>Sessions that have settled after the origin and are not in the lake: 0 for a fresh forecast.</summary>
    public required int SessionsBehind { get; init; }

    /// <summary>The age of the forecast.</summary>
    /// <param name="maximum">The largest number of sessions behind that is accepted.</param>
    public DataAge Age(int maximum) => new(Row.ForecastOrigin, SessionsBehind, maximum);

    /// <summary>Whether this run wrote the row; false if the same forecast had been stored before.</summary>
    public required bool IsNew { get; init; }

    /// <summary>The forecast that an earlier run published from other inputs and that stays published; null if this one is
    /// stored.</summary>
    public ForecastRow? FirstPublished { get; init; }

    /// <summary>For a forecast as of a past session; null for one from the newest session.</summary>
    public AsOfAnswer? AsOfAnswer { get; init; }

    /// <summary>Whether the lake holds this forecast.</summary>
    public bool IsStored => AsOfAnswer is { } answer ? answer.EqualsPublished == true : FirstPublished is null;

    /// <summary>Backfilled rows of sessions that had passed without a forecast.</summary>
    public IReadOnlyList<ForecastRow> Backfilled { get; init; } = [];

    /// <summary>The challenger's forecast from the same origin; null while no challenger is on trial.</summary>
    public ForecastRow? Shadow { get; init; }

    /// <summary>The reference models' forecasts that this run stored.</summary>
    public IReadOnlyList<ForecastRow> Baselines { get; init; } = [];

    /// <summary>Why a reference model has no forecast from the origin.</summary>
    public IReadOnlyList<string> BaselineNotes { get; init; } = [];

    /// <summary>That no gate passed the version, and that its recipe is not the shipped one: what to read before the forecast.
    /// Empty for a version of the shipped recipe that passed its gate.</summary>
    public required IReadOnlyList<string> VersionWarnings { get; init; }

    /// <summary>Warnings: missing sessions, open findings about the data, inputs far outside their range, and why sessions could
    /// not be backfilled or the challenger made no forecast.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
