namespace Volcast.Forecasting.Distribution;

/// <summary>How value at risk and expected shortfall over the horizon are computed. A model keeps the method with which it was
/// registered. docs/intervals.md has the formulas and docs/decisions/0016-tail-risk-of-long-horizons.md the choice.</summary>
public enum TailMethod
{
    /// <summary>Quantiles of past returns, each divided by its forecast standard deviation (Hull and White 1998; Barone-Adesi,
    /// Giannopoulos and Vosper 1999).</summary>
    FilteredHistoricalSimulation,

    /// <summary>A normal return whose variance is the forecast times a past ratio of realised to forecast variance (Clark 1973;
    /// Andersen, Bollerslev, Diebold and Labys 2003).</summary>
    NormalVarianceMixture,
}
