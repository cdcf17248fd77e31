namespace Volcast.Drift;

/// <summary>What to do about a loss that has grown.</summary>
public enum LossRemedy
{
    /// <summary>Nothing: neither part is worse than in past windows.</summary>
    None,

    /// <summary>Recalibrate: the level of the forecasts is off, and one factor repairs it.</summary>
    Recalibrate,

    /// <summary>Retrain: the forecasts react too much or too little, or they order the sessions worse than before. A factor
    /// does not repair that.</summary>
    Retrain,

    /// <summary>There are too few outcomes for an answer.</summary>
    Insufficient,
}

/// <summary>
/// Which part of the loss got worse between the reference and the newest window. Isotonic regression on a short window fits its
/// noise, which makes both parts look larger than on a long sample. So the window is compared with past windows of the same
/// length, never with the whole reference.
/// </summary>
/// <param name="Reference">The decomposition of the whole reference, for information.</param>
/// <param name="Window">The decomposition of the window.</param>
/// <param name="PastWindows">The number of past windows.</param>
/// <param name="MiscalibrationPValue">(1 + past windows with at least as much)/(1 + all past windows); NaN if
/// insufficient.</param>
/// <param name="LevelPValue">The same for <see cref="LossDecomposition.LevelMiscalibration"/>.</param>
/// <param name="ConditionalPValue">The same for <see cref="LossDecomposition.ConditionalMiscalibration"/>.</param>
/// <param name="RefinementPValue">The same for <see cref="LossDecomposition.Refinement"/>, which grows as discrimination is
/// lost.</param>
public sealed record LossDiagnosis(
    LossDecomposition? Reference, LossDecomposition? Window, int PastWindows,
    double MiscalibrationPValue, double LevelPValue, double ConditionalPValue, double RefinementPValue)
{
    /// <summary>A part got worse if its p-value is at most this.</summary>
    public const double Level = .05;

    public bool MiscalibrationIsWorse => MiscalibrationPValue <= Level;

    public bool DiscriminationIsWorse => RefinementPValue <= Level;

    /// <summary>Retrain if the conditional miscalibration or the discrimination is worse, otherwise recalibrate if the level
    /// is.</summary>
    public LossRemedy Remedy =>
        double.IsNaN(MiscalibrationPValue) ? LossRemedy.Insufficient
        : DiscriminationIsWorse || ConditionalPValue <= Level ? LossRemedy.Retrain
        : LevelPValue <= Level ? LossRemedy.Recalibrate : LossRemedy.None;

    /// <summary>Compares columns of annualised variance in time order; rows that are not finite are left out.</summary>
    /// <param name="referenceRealized">Before the window.</param>
    /// <param name="referenceForecast">One for each outcome.</param>
    /// <param name="windowRealized">The newest outcomes, for example 60.</param>
    /// <param name="windowForecast">One for each outcome.</param>
    /// <returns>Insufficient if the window has fewer rows than <see cref="FeatureDrift.MinimumWindow"/>, or the reference fewer
    /// than <see cref="Drift.PastWindows.MinimumCount"/> windows.</returns>
    /// <exception cref="ArgumentException">Two columns differ in length.</exception>
    public static LossDiagnosis Of(
        ReadOnlySpan<double> referenceRealized, ReadOnlySpan<double> referenceForecast,
        ReadOnlySpan<double> windowRealized, ReadOnlySpan<double> windowForecast)
    {
        var (pastRealized, pastForecast) = Rows(referenceRealized, referenceForecast);
        var (realized, forecast) = Rows(windowRealized, windowForecast);
        var reference = pastRealized.Length == 0 ? null : LossDecomposition.Of(pastRealized, pastForecast);
        var window = realized.Length == 0 ? null : LossDecomposition.Of(realized, forecast);
        var length = realized.Length;
        var count = length == 0 ? 0 : pastRealized.Length / length;
        if (window is null || length < FeatureDrift.MinimumWindow || count < Drift.PastWindows.MinimumCount)
            return new(reference, window, count, double.NaN, double.NaN, double.NaN, double.NaN);
        var past = new List<LossDecomposition>();
        for (var end = pastRealized.Length; end >= length; end -= length)
            past.Add(LossDecomposition.Of(
                pastRealized.AsSpan(end - length, length), pastForecast.AsSpan(end - length, length)));
        return new(reference, window, count, PValue(parts => parts.Miscalibration), PValue(parts => parts.LevelMiscalibration),
            PValue(parts => parts.ConditionalMiscalibration), PValue(parts => parts.Refinement));

        double PValue(Func<LossDecomposition, double> part) =>
            (1 + past.Count(parts => part(parts) >= part(window))) / (count + 1.0);
    }

    private static (double[] Realized, double[] Forecast) Rows(ReadOnlySpan<double> realized, ReadOnlySpan<double> forecast)
    {
        if (realized.Length != forecast.Length)
            throw new ArgumentException($"There are {realized.Length} realised values for {forecast.Length} forecasts.");
        var rows = new List<(double Realized, double Forecast)>();
        for (var row = 0; row < realized.Length; row++)
            if (double.IsFinite(realized[row]) && double.IsFinite(forecast[row]))
                rows.Add((realized[row], forecast[row]));
        return ([.. rows.Select(row => row.Realized)], [.. rows.Select(row => row.Forecast)]);
    }
}
