using Volcast.Volatility;

namespace Volcast.Drift;

/// <summary>
/// All that a <see cref="ConformalAlarm"/> remembers of its past, to be stored with each day and continued from there. It is not
/// changed; <see cref="ConformalAlarm.Advance(AlarmState, double)"/> returns the next one.
/// </summary>
/// <param name="Streams">One for each session of the horizon. The outcomes of origins that are a horizon apart do not overlap;
/// they form one stream.</param>
/// <param name="Sessions">Origins since the start, with or without a score; 0 to 252.</param>
/// <param name="LargestLogValue">The largest <see cref="LogValue"/> since the start, at least 0.</param>
public sealed record AlarmState(IReadOnlyList<StreamWealth> Streams, int Sessions, double LargestLogValue)
{
    /// <summary>A process is restarted after so many origins.</summary>
    public const int SessionsPerRun = RealizedVariance.SessionsPerYear;

    /// <summary>The start of a process for a model over <paramref name="horizon"/> sessions: its value is 1.</summary>
    public static AlarmState Start(int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        return new(new StreamWealth[horizon], 0, 0);
    }

    /// <summary>ln E, where E is the mean over the streams and over κ = .05, .10, …, .95 of the product of κ·u^(κ − 1).</summary>
    public double LogValue
    {
        get
        {
            // The largest term is taken out, so that no term overflows.
            var largest = double.NegativeInfinity;
            foreach (var stream in Streams)
                for (var step = 1; step < 20; step++)
                    largest = Math.Max(largest, stream.LogWealth(step / 20.0));
            var sum = 0.0;
            foreach (var stream in Streams)
                for (var step = 1; step < 20; step++)
                    sum += Math.Exp(stream.LogWealth(step / 20.0) - largest);
            return largest + Math.Log(sum / (19 * Streams.Count));
        }
    }

    /// <summary>E, 1 at the start and at most 1e300: the factor by which a bet against "nothing changed" has multiplied its
    /// stake.</summary>
    public double Value => Math.Min(Math.Exp(LogValue), 1e300);

    /// <summary>The largest E since the start, at most 1e300.</summary>
    public double Largest => Math.Min(Math.Exp(LargestLogValue), 1e300);

    internal AlarmState Next(double u)
    {
        // The year is over; this origin is the first of the next one.
        if (Sessions == SessionsPerRun)
            return Start(Streams.Count).Next(u);
        StreamWealth[] streams = [.. Streams];
        if (!double.IsNaN(u))
        {
            ref var stream = ref streams[Sessions % streams.Length];
            stream = new(stream.Outcomes + 1, stream.LogRanks + Math.Log(u));
        }
        var next = new AlarmState(streams, Sessions + 1, LargestLogValue);
        return next with { LargestLogValue = Math.Max(LargestLogValue, next.LogValue) };
    }
}

/// <summary>What one stream has seen. From these two numbers follow all its products of κ·u^(κ − 1).</summary>
/// <param name="Outcomes">The number of scores.</param>
/// <param name="LogRanks">The sum of ln u over them, at most 0.</param>
public readonly record struct StreamWealth(int Outcomes, double LogRanks)
{
    /// <summary>ln of the product of κ·u^(κ − 1) over all scores.</summary>
    internal double LogWealth(double kappa) => Outcomes * Math.Log(kappa) + (kappa - 1) * LogRanks;
}
