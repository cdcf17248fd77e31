namespace Volcast.Forecasting.Distribution;

/// <summary>What may be lost over some sessions. A loss is positive and a decimal log return: .02 is a fall of the log price by
/// .02. NaN where there are too few past returns.</summary>
/// <param name="Sessions">Over which the loss is summed.</param>
/// <param name="Confidence">Such as .95: in one case of twenty the loss goes beyond the value-at-risk.</param>
/// <param name="ValueAtRisk">The loss that is exceeded with probability 1 − confidence.</param>
/// <param name="ExpectedShortfall">The mean loss where it is exceeded; never below the value-at-risk.</param>
public readonly record struct TailRisk(int Sessions, double Confidence, double ValueAtRisk, double ExpectedShortfall);
