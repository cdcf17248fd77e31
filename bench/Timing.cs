using System.Diagnostics;

namespace Volcast.Bench;

/// <summary>The time of one run.</summary>
/// <param name="Elapsed">Wall-clock seconds.</param>
/// <param name="Processor">Seconds of processor time of all threads; other work on the machine affects this least.</param>
internal readonly record struct Cost(double Elapsed, double Processor);

/// <summary>Several runs of the same work.</summary>
internal sealed record Timing(IReadOnlyList<Cost> Runs)
{
    /// <summary>Median wall-clock seconds.</summary>
    public double Median => MedianOf(Runs.Select(run => run.Elapsed));
    public double Fastest => Runs.Min(run => run.Elapsed);
    public double Slowest => Runs.Max(run => run.Elapsed);

    /// <summary>Median seconds of processor time.</summary>
    public double Processor => MedianOf(Runs.Select(run => run.Processor));

    /// <summary>Runs <paramref name="action"/> <paramref name="warmUps"/> times without measuring, so that the compiler has
    /// optimised it, then measures <paramref name="runs"/> runs.</summary>
    public static Timing Of(Action action, int warmUps, int runs)
    {
        for (var i = 0; i < warmUps; i++)
            action();
        return new Timing([.. Enumerable.Range(0, runs).Select(_ => Once(action))]);
    }

    public static Cost Once(Action action)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        action();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new Cost(elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>Cells of a table: median, fastest and slowest.</summary>
    public string Cells() => $"{Format(Median)} | {Format(Fastest)} | {Format(Slowest)}";

    /// <summary>The time with three significant digits and a unit.</summary>
    public static string Format(double seconds)
    {
        var (unit, scale) = seconds switch
        {
            < 1e-3 => ("µs", 1e6),
            < 1 => ("ms", 1e3),
            _ => ("s", 1.0),
        };
        var value = seconds * scale;
        return $"{value.ToString($"F{Math.Clamp(2 - (int)Math.Floor(Math.Log10(value)), 0, 2)}")} {unit}";
    }

    private static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
