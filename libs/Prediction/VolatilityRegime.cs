namespace Volcast.Prediction;

/// <summary>The market's state in one word, from the percentile of a forecast; see <see cref="VolatilityStanding"/>.</summary>
public enum VolatilityRegime
{
    /// <summary>Below the 25th percentile.</summary>
    Calm,

    /// <summary>From the 25th and below the 75th percentile.</summary>
    Normal,

    /// <summary>From the 75th and below the 95th percentile.</summary>
    Elevated,

    /// <summary>From the 95th percentile.</summary>
    Stressed,
}
