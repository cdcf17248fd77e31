namespace Volcast.Forecasting.Distribution;

/// <summary>Value at risk and expected shortfall over some sessions. A loss is a positive decimal log return: .02 is a fall of
/// the log price by .02. NaN if there are too few past returns.</summary>
/// <param name="Sessions">The number of sessions over which the loss is summed.</param>
/// <param name="Confidence">For example .95: the loss exceeds the value at risk in one case of twenty.</param>
/// <param name="ValueAtRisk">The loss that is exceeded with probability 1 − confidence.</param>
/// <param name="ExpectedShortfall">The mean loss in these cases; never below the value at risk.</param>
public readonly record struct TailRisk(int Sessions, double Confidence, double ValueAtRisk, double ExpectedShortfall);
