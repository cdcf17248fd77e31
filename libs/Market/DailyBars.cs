namespace Volcast.Market;

/// <summary>
/// The daily bars of one symbol from one download, column-wise and in ascending order of session: one vintage, in which
/// prices may be chained. Prices are in the symbol's currency (points for an index), split-adjusted as of the download.
/// </summary>
/// <remarks>All columns have the same length. An absent number is <see cref="double.NaN"/>, an absent volume is null.</remarks>
public sealed record DailyBars
{
    public required DateOnly[] Session { get; init; }
    public required double[] Open { get; init; }
    public required double[] High { get; init; }
    public required double[] Low { get; init; }
    public required double[] Close { get; init; }

    /// <summary>The vendor's close, adjusted backwards for later dividends; compared and, where <see cref="HasEvents"/> is false,
    /// the source of dividend-free returns within this vintage. Never chained across vintages.</summary>
    public required double[] AdjustedClose { get; init; }

    public required long?[] Volume { get; init; }

    /// <summary>Cash dividend with this ex-date, per split-adjusted share; 0 where there is none.</summary>
    public required double[] Dividend { get; init; }

    /// <summary>New shares for one old with this ex-date: 4 for a 4:1 split; 1 where there is none.</summary>
    public required double[] SplitRatio { get; init; }

    /// <summary>False for a bar that was still being traded or may still be revised when it was retrieved.</summary>
    public required bool[] Settled { get; init; }

    /// <summary>Whether the vendor states dividends as events (Yahoo) rather than only in its adjusted close (csv).</summary>
    public required bool HasEvents { get; init; }

    public int Count => Session.Length;
}
