namespace Volcast.Drift;

/// <summary>
/// Whether the level of a series changed inside the window, judged on the innovations of an autoregression of the reference.
/// </summary>
/// <param name="Order">The order of the autoregression; 0 if the series is not persistent.</param>
/// <param name="Persistence">The sum of its coefficients, near 1 for a very persistent series.</param>
/// <param name="SessionsAgo">The most likely first session on the new level, counted back from the newest one, which is 1; one
/// more than the window has sessions if the level changed before it.</param>
/// <param name="Size">The most likely size of the change, in standard deviations of the reference; one of ±1, ±1.5, … ±7.6, each
/// one and a half times the one before.</param>
/// <param name="LogLikelihoodRatio">Of this change against none; negative if every change is less likely than none.</param>
/// <param name="PValue">The probability of so large a ratio without a change, from at most 9,999 drawn windows.</param>
public sealed record LevelBreak(
    int Order, double Persistence, int SessionsAgo, double Size, double LogLikelihoodRatio, double PValue);
