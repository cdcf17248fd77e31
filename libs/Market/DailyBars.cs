namespace Volcast.Market;

/// <summary>
/// The daily bars of one symbol from one download (one vintage), column by column, in ascending order of session. Returns can be
/// computed within it. Prices are in the symbol's currency (points for an index), split-adjusted as of the download.
/// </summary>
/// <remarks>All columns have the same length. A missing number is <see cref="double.NaN"/>, a missing volume is null.</remarks>
public sealed record DailyBars
{
    public required DateOnly[] Session { get; init; }
    public required double[] Open { get; init; }
    public required double[] High { get; init; }
    public required double[] Low { get; init; }
    public required double[] Close { get; init; }

    /// <summary>The vendor's close, adjusted backwards for later dividends. If <see cref="HasEvents"/> is false, the returns of
    /// this vintage are computed from it; otherwise it is compared (<see cref="StepReturns"/>). Never used across
    /// vintages.</summary>
    public required double[] AdjustedClose { get; init; }

    public required long?[] Volume { get; init; }

    /// <summary>Cash dividend with this ex-date, per split-adjusted share; 0 if there is none.</summary>
    public required double[] Dividend { get; init; }

    /// <summary>New shares for one old share with this ex-date: 4 for a 4:1 split; 1 if there is none.</summary>
    public required double[] SplitRatio { get; init; }

    /// <summary>False for a bar whose session was not over, or that could still be revised, when it was retrieved.</summary>
    public required bool[] Settled { get; init; }

    /// <summary>Whether the vendor gives dividends as events (Yahoo) and not only in its adjusted close (csv).</summary>
    public required bool HasEvents { get; init; }

    public int Count => Session.Length;

    /// <summary>The position of a session, or the complement of its insertion point, as
    /// <see cref="Array.BinarySearch(Array, object?)"/> returns it.</summary>
    public int IndexOf(DateOnly session) => Array.BinarySearch(Session, session);

    /// <summary>The bars <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> − 1, copied; the
    /// compiler uses it for <c>bars[2..5]</c>.</summary>
    public DailyBars Slice(int start, int length)
    {
        var rows = start..(start + length);
        return this with
        {
            Session = Session[rows],
            Open = Open[rows],
            High = High[rows],
            Low = Low[rows],
            Close = Close[rows],
            AdjustedClose = AdjustedClose[rows],
            Volume = Volume[rows],
            Dividend = Dividend[rows],
            SplitRatio = SplitRatio[rows],
            Settled = Settled[rows],
        };
    }

    /// <summary>The given bars, in the given order.</summary>
    public DailyBars Take(int[] rows)
    {
        return this with
        {
            Session = Pick(Session),
            Open = Pick(Open),
            High = Pick(High),
            Low = Pick(Low),
            Close = Pick(Close),
            AdjustedClose = Pick(AdjustedClose),
            Volume = Pick(Volume),
            Dividend = Pick(Dividend),
            SplitRatio = Pick(SplitRatio),
            Settled = Pick(Settled),
        };

        T[] Pick<T>(T[] column) => Array.ConvertAll(rows, row => column[row]);
    }

    /// <summary>Whether a bar and one of another download have the same session and the same numbers, bit for bit.</summary>
    public bool IsSame(int row, DailyBars other, int otherRow) =>
        HasEvents == other.HasEvents
        && Session[row] == other.Session[otherRow]
        && Open[row].Equals(other.Open[otherRow])
        && High[row].Equals(other.High[otherRow])
        && Low[row].Equals(other.Low[otherRow])
        && Close[row].Equals(other.Close[otherRow])
        && AdjustedClose[row].Equals(other.AdjustedClose[otherRow])
        && Volume[row] == other.Volume[otherRow]
        && Dividend[row].Equals(other.Dividend[otherRow])
        && SplitRatio[row].Equals(other.SplitRatio[otherRow])
        && Settled[row] == other.Settled[otherRow];

    /// <summary>The bars of the sessions from one day to another, both included; none if <paramref name="to"/> is
    /// earlier.</summary>
    public DailyBars Between(DateOnly from, DateOnly to)
    {
        var start = IndexOf(from);
        start = start < 0 ? ~start : start;
        var end = IndexOf(to);
        end = end < 0 ? ~end : end + 1;
        return Slice(start, Math.Max(end - start, 0));
    }

    /// <summary>Returns these bars after checking that all columns have the same length and that the sessions ascend without
    /// repetition.</summary>
    /// <exception cref="ArgumentException">A check fails; the message names the column or the session.</exception>
    public DailyBars Aligned()
    {
        ReadOnlySpan<(string Column, int Length)> columns =
        [
            (nameof(Open), Open.Length), (nameof(High), High.Length), (nameof(Low), Low.Length), (nameof(Close), Close.Length),
            (nameof(AdjustedClose), AdjustedClose.Length), (nameof(Volume), Volume.Length), (nameof(Dividend), Dividend.Length),
            (nameof(SplitRatio), SplitRatio.Length), (nameof(Settled), Settled.Length),
        ];
        foreach (var (column, length) in columns)
            if (length != Count)
                throw new ArgumentException(
                    $"Column {column} has {length} rows, but Session has {Count}: give every column one row for each session.");
        for (var i = 1; i < Count; i++)
            if (Session[i] <= Session[i - 1])
                throw new ArgumentException(
                    $"Session {Session[i]:yyyy-MM-dd} follows {Session[i - 1]:yyyy-MM-dd}: "
                    + "sort the bars by session and drop repetitions.");
        return this;
    }
}
