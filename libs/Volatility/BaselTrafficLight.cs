using MathNet.Numerics.Distributions;

namespace Volcast.Volatility;

/// <summary>The zones of the Basel Committee's (1996) traffic light for the one-session value-at-risk at 99 %.</summary>
public enum BaselZone
{
    /// <summary>Up to 4 in 250 sessions, as a correct model has in 89 % of the cases.</summary>
    Green,

    /// <summary>5 to 9 in 250 sessions: a correct model has 5 or more in 11 % of the cases.</summary>
    Yellow,

    /// <summary>10 or more in 250 sessions, as a correct model has in one case of four thousand: the value-at-risk is too
    /// small.</summary>
    Red,
}

/// <summary>The traffic light: the hits of the newest sessions and their zone.</summary>
/// <param name="Sessions">The number of sessions: 250, or fewer if there are fewer forecasts.</param>
/// <param name="Hits">The losses that exceeded the value-at-risk at 99 %.</param>
/// <param name="Zone">From the binomial distribution: yellow begins where the probability of at most so many hits reaches 95 %,
/// red where it reaches 99.99 %. For 250 sessions these are the Committee's limits.</param>
public readonly record struct BaselTrafficLight(int Sessions, int Hits, BaselZone Zone)
{
    /// <summary>The number of newest sessions that count.</summary>
    public const int Window = 250;

    /// <summary>The confidence of the value-at-risk that is judged.</summary>
    public const double Confidence = .99;

    /// <summary>The nominal number of hits.</summary>
    public double ExpectedHits => Math.Round((1 - Confidence) * Sessions, 9);

    private const double YellowFrom = .95;
    private const double RedFrom = .9999;

    /// <summary>Counts the hits of the newest <see cref="Window"/> sessions.</summary>
    /// <param name="hits">One for each session, in time order: whether its loss exceeded the value-at-risk.</param>
    /// <exception cref="ArgumentException">There is no session.</exception>
    public static BaselTrafficLight Of(ReadOnlySpan<bool> hits)
    {
        var newest = hits[Math.Max(hits.Length - Window, 0)..];
        return new(newest.Length, newest.Count(true), ZoneOf(newest.Count(true), newest.Length));
    }

    /// <summary>The zone of a number of hits.</summary>
    /// <param name="hits">From 0 to <paramref name="sessions"/>.</param>
    /// <param name="sessions">At least 1.</param>
    /// <exception cref="ArgumentException">The numbers are impossible.</exception>
    public static BaselZone ZoneOf(int hits, int sessions)
    {
        if (sessions < 1 || hits < 0 || hits > sessions)
            throw new ArgumentException($"{hits} hits in {sessions} sessions are impossible; give at least one session.");
        return Math.Round(Binomial.CDF(1 - Confidence, sessions, hits), 12) switch
        {
            _ when hits == 0 => BaselZone.Green, // No test can blame a model that was never exceeded.
            >= RedFrom => BaselZone.Red,
            >= YellowFrom => BaselZone.Yellow,
            _ => BaselZone.Green,
        };
    }
}
