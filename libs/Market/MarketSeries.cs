namespace Volcast.Market;

/// <summary>What features need of one symbol: its settled bars as returns and closes, column-wise, ascending.</summary>
/// <param name="Session">Ascending, without repetition.</param>
/// <param name="LogReturn">Log return of the total-return close since the bar before, decimal; NaN on the first.</param>
/// <param name="SessionsSpanned">Sessions that each return covers: 1, or more where bars are missing before it.</param>
/// <param name="Open">First price of the session; NaN where it is absent, as <paramref name="High"/> and
/// <paramref name="Low"/> may be. The four prices of a session are on one split basis; those of two sessions need not be.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price, in the symbol's currency, or points for an index.</param>
public sealed record MarketSeries(
    DateOnly[] Session, double[] LogReturn, long[] SessionsSpanned, double[] Open, double[] High, double[] Low, double[] Close)
{
    /// <summary>Of a symbol that has no bars: absent on every session.</summary>
    public static MarketSeries Empty { get; } = new([], [], [], [], [], [], []);

    /// <summary>Closes on another symbol's sessions; NaN on those that this one lacks.</summary>
    public double[] CloseOn(ReadOnlySpan<DateOnly> sessions)
    {
        var aligned = new double[sessions.Length];
        var row = 0;
        for (var i = 0; i < aligned.Length; i++)
            aligned[i] = Find(sessions[i], ref row) ? Close[row] : double.NaN;
        return aligned;
    }

    /// <summary>Log returns on another symbol's sessions; NaN where this one has no bar, or where its return covers
    /// other sessions than the other's does, so that the two would not be of the same days.</summary>
    public double[] LogReturnOn(MarketSeries other)
    {
        var aligned = new double[other.Session.Length];
        var row = 0;
        for (var i = 0; i < aligned.Length; i++)
        {
            var isSame = Find(other.Session[i], ref row) && SessionsSpanned[row] == other.SessionsSpanned[i];
            aligned[i] = isSame ? LogReturn[row] : double.NaN;
        }
        return aligned;
    }

    /// <summary>Moves <paramref name="row"/> on to the session, if there is one.</summary>
    private bool Find(DateOnly session, ref int row)
    {
        while (row < Session.Length && Session[row] < session)
            row++;
        return row < Session.Length && Session[row] == session;
    }
}
