using System.Globalization;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>
/// The reference models that are forecast every day beside the registered ones: HAR, and the target's implied-volatility index on
/// the scale of realised variance. A forecast from an origin comes from a fit on everything known there: all rows whose label had
/// ended. The distribution around it contains the errors of earlier forecasts, for which the model is fitted once a quarter
/// (docs/outcomes.md).
/// </summary>
public static class Baselines
{
    /// <summary>HAR (Corsi 2009), the benchmark of all scores.</summary>
    public const string Har = "har";

    /// <summary>The implied-volatility index, calibrated.</summary>
    public const string Implied = "vix-calibrated";

    /// <summary>Sessions from one fit to the next among those whose errors the distribution contains.</summary>
    internal const int RefitEvery = 63;

    /// <summary>The errors begin at a multiple of this many rows, so that neighbouring origins share them.</summary>
    internal const int ErrorsEvery = 252;

    /// <summary>At least this many past rows have errors, if the history has them: the distribution's capacity up to two weeks
    /// ahead, and the horizon and the first changes of its levels besides.</summary>
    internal const int ErrorRows = ForecastDistribution.Capacity + ErrorsEvery;

    public static IReadOnlyList<string> Names { get; } = [Har, Implied];

    /// <summary>Whether a target can have this baseline: only its own implied-volatility index is one.</summary>
    /// <param name="roles">The target.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="index">The index of the inputs; null for an unrecorded one.</param>
    public static bool IsFor(AssetRoles roles, string name, string? index) => name != Implied || roles.IsOwn(index);

    /// <summary>Fits one baseline at some origins.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="known">The target's rows.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="origins">Rows, ascending. What is made for one of them does not depend on the others, nor on later
    /// rows.</param>
    /// <param name="stop">Stops between fits.</param>
    /// <returns>For each origin the model, whose distribution contains what was known there, or the reason why it has
    /// none.</returns>
    public static IEnumerable<(int Origin, ValueOrReason<ForecastModel> Model)> At(
        string name, ForecastingData known, int horizon, IEnumerable<int> origins, CancellationToken stop)
    {
        var recipe = ForecasterCatalog.Create(name, new ForecasterSettings { Features = [] });
        var labels = RealizedVariance.Labels(known.TargetReturns, horizon);
        PastErrors? errors = null;
        foreach (var origin in origins)
        {
            stop.ThrowIfCancellationRequested();
            var start = Math.Max(0, (origin - ErrorRows) / ErrorsEvery * ErrorsEvery);
            if (errors?.Start != start)
                errors = new(recipe, known, labels, horizon, start);
            yield return (origin, Fitted(recipe, known, labels, horizon, origin, errors, stop));
        }
    }

    private static ValueOrReason<ForecastModel> Fitted(IForecaster recipe, ForecastingData known, double[] labels, int horizon,
        int origin, PastErrors errors, CancellationToken stop)
    {
        try
        {
            var fitted = FitAt(recipe, known, labels, horizon, origin, stop);
            return new ForecastModel(recipe.Name, fitted.Spec.TrainingTo.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Digest.Of((fitted.Spec with { ImpliedIndex = null }).ToJson()), new(fitted, errors.Before(origin, stop)));
        }
        catch (Exception tooFew) when (tooFew is InsufficientDataException or EstimationException)
        {
            return new Reason(tooFew.Message);
        }
    }

    /// <summary>The fit on what was known at a row. The last label that it learns from ended there.</summary>
    private static IFittedForecaster FitAt(
        IForecaster recipe, ForecastingData known, double[] labels, int horizon, int row, CancellationToken stop) =>
        recipe.Fit(known.KnownAt(row), labels.AsSpan(0, Math.Max(row + 1 - horizon, 0)), horizon, stop);

    /// <summary>A baseline's forecasts since a row, and their errors as the distribution keeps them.</summary>
    private sealed class PastErrors(IForecaster recipe, ForecastingData known, double[] labels, int horizon, int start)
    {
        private readonly ForecastDistribution distribution = new(horizon);
        private IFittedForecaster? fitted;
        private int next = start;

        public int Start { get; } = start;

        /// <summary>The distribution when the row before an origin had settled.</summary>
        public ForecastDistribution Before(int origin, CancellationToken stop)
        {
            for (; next < origin; next++)
            {
                if ((next - Start) % RefitEvery == 0)
                    Refit(stop);
                distribution.Observe(known.Sessions[next], known.TargetReturns[next]);
                if (fitted?.Forecast(known.KnownAt(next)) is { } variance && !double.IsNaN(variance))
                    distribution.Issue(variance);
            }
            return ForecastDistribution.Load(distribution.Save());
        }

        /// <summary>Rows that do not determine the parameters leave the earlier ones; before the first fit there is no
        /// forecast.</summary>
        private void Refit(CancellationToken stop)
        {
            try
            {
                fitted = FitAt(recipe, known, labels, horizon, next, stop);
            }
            catch (Exception tooFew) when (tooFew is InsufficientDataException or EstimationException)
            {
                // The earlier fit stays; the fit at the origin itself reports what is missing.
            }
        }
    }
}
