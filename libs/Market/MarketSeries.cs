namespace Volcast.Market;

/// <summary>The settled bars of one symbol as returns and prices, column by column, ascending; the input of the
/// features.</summary>
/// <param name="Session">Ascending, without repetition.</param>
/// <param name="LogReturn">Log return of the total-return close since the previous bar, decimal; NaN on the first.</param>
/// <param name="SessionsSpanned">Sessions that each return covers: 1, or more if bars before it are missing.</param>
/// <param name="Open">First price of the session; NaN if it is missing, like <paramref name="High"/> and
/// <paramref name="Low"/>. The four prices of a session have the same split basis; those of two sessions may differ.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price, in the symbol's currency, or points for an index.</param>
public sealed record MarketSeries(
    DateOnly[] Session, double[] LogReturn, long[] SessionsSpanned, double[] Open, double[] High, double[] Low, double[] Close)
{
    /// <summary>The series of a symbol without bars.</summary>
    public static MarketSeries Empty { get; } = new([], [], [], [], [], [], []);

    /// <summary>The closes on another symbol's sessions; NaN on sessions that this symbol lacks.</summary>
    public double[] CloseOn(ReadOnlySpan<DateOnly> sessions)
    {
        var aligned = new double[sessions.Length];
        var row = 0;
        for (var i = 0; i < aligned.Length; i++)
            aligned[i] = Find(sessions[i], ref row) ? Close[row] : double.NaN;
        return aligned;
    }

    /// <summary>The log returns on another symbol's sessions; NaN where this symbol has no bar, or where its return covers other
    /// sessions than the other symbol's return.</summary>
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

    /// <summary>Moves <paramref name="row"/> forward to the session, if this symbol has it.</summary>
    private bool Find(DateOnly session, ref int row)
    {
        while (row < Session.Length && Session[row] < session)
            row++;
        return row < Session.Length && Session[row] == session;
    }
}
