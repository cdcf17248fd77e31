namespace Volcast.Forecasting;

/// <summary>
/// Everything that was known about one target at some session: one row for each session in ascending order, one column for
/// each input. Row i holds what was known when session i had settled; a missing value is <see cref="double.NaN"/>.
/// </summary>
/// <remarks>Immutable. <see cref="KnownAt"/> returns a view without later rows, without copying, so that its user cannot look
/// ahead: access to a row at or after <see cref="Rows"/> throws.</remarks>
public sealed class ForecastingData
{
    /// <summary>The name of the log returns, where they are a column among others.</summary>
    public const string LogReturnName = "log_return";

    private readonly DateOnly[] sessions;
    private readonly double[] logReturns;
    private readonly double[] targetReturns;
    private readonly IReadOnlyDictionary<string, double[]> columns;
    private readonly int start;

    /// <param name="symbol">The target.</param>
    /// <param name="sessions">Ascending, without repetition.</param>
    /// <param name="logReturns">Log return of the total-return close into each session, decimal; NaN in the first row.</param>
    /// <param name="columns">Named inputs, each as long as <paramref name="sessions"/>.</param>
    /// <exception cref="ArgumentException">A column has another length, or the sessions do not ascend.</exception>
    /// <param name="targetReturns">The returns that outcomes are computed from: NaN where a return covers more than one
    /// session, so that an outcome across a gap is unknown. Null for the same as <paramref name="logReturns"/>.</param>
    /// <param name="impliedIndex">See <see cref="ImpliedIndex"/>.</param>
    /// <param name="hasOwnIndex">See <see cref="HasOwnIndex"/>.</param>
    public ForecastingData(
        string symbol, DateOnly[] sessions, double[] logReturns, IReadOnlyDictionary<string, double[]> columns,
        double[]? targetReturns = null, string? impliedIndex = null, bool hasOwnIndex = false)
        : this(symbol, sessions, logReturns, targetReturns ?? logReturns, columns, impliedIndex, hasOwnIndex, 0, sessions.Length)
    {
        KeyValuePair<string, double[]>[] returns = [new(LogReturnName, logReturns), new("target_return", this.targetReturns)];
        foreach (var (name, values) in columns.Concat(returns))
            if (values.Length != sessions.Length)
                throw new ArgumentException(
                    $"Column {name} of {symbol} has {values.Length} rows for {sessions.Length} sessions.", nameof(columns));
        for (var row = 1; row < sessions.Length; row++)
            if (sessions[row] <= sessions[row - 1])
                throw new ArgumentException($"The sessions of {symbol} do not ascend: {sessions[row]:yyyy-MM-dd} follows "
                    + $"{sessions[row - 1]:yyyy-MM-dd}.", nameof(sessions));
    }

    private ForecastingData(
        string symbol,
        DateOnly[] sessions,
        double[] logReturns,
        double[] targetReturns,
        IReadOnlyDictionary<string, double[]> columns,
        string? impliedIndex,
        bool hasOwnIndex,
        int start,
        int rows)
    {
        Symbol = symbol;
        ImpliedIndex = impliedIndex;
        HasOwnIndex = hasOwnIndex;
        this.sessions = sessions;
        this.logReturns = logReturns;
        this.targetReturns = targetReturns;
        this.columns = columns;
        this.start = start;
        Rows = rows;
    }

    public string Symbol { get; }
    public int Rows { get; }

    /// <summary>The implied-volatility index that the columns were computed with, such as ^VIX; null if it is not known.</summary>
    public string? ImpliedIndex { get; }

    /// <summary>Whether that index measures the target itself, and does not stand in for it.</summary>
    public bool HasOwnIndex { get; }

    /// <summary>Whether older rows were left out by <see cref="Without"/>.</summary>
    public bool IsRollingWindow => start > 0;

    public ReadOnlySpan<DateOnly> Sessions => sessions.AsSpan(start, Rows);
    public ReadOnlySpan<double> LogReturns => logReturns.AsSpan(start, Rows);

    /// <summary>The returns that outcomes are computed from; NaN where one covers more than one session.</summary>
    public ReadOnlySpan<double> TargetReturns => targetReturns.AsSpan(start, Rows);

    public IEnumerable<string> ColumnNames => columns.Keys;

    /// <exception cref="ArgumentException">There is no such column; the message names it and the target.</exception>
    public ReadOnlySpan<double> Column(string name) => columns.TryGetValue(name, out var values)
        ? values.AsSpan(start, Rows)
        : throw new ArgumentException(
            $"The data of {Symbol} have no column '{name}'. The columns are {string.Join(", ", columns.Keys)}.", nameof(name));

    /// <summary>The data known when session <paramref name="row"/> had settled: this row and all earlier ones.</summary>
    public ForecastingData KnownAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return new(Symbol, sessions, logReturns, targetReturns, columns, ImpliedIndex, HasOwnIndex, start, row + 1);
    }

    /// <summary>These data without the oldest <paramref name="rows"/> rows, for a rolling window.</summary>
    public ForecastingData Without(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Rows);
        return new(Symbol, sessions, logReturns, targetReturns, columns, ImpliedIndex, HasOwnIndex, start + rows, Rows - rows);
    }

    /// <summary>The row of the first session on or after <paramref name="day"/>; <see cref="Rows"/> if there is none.</summary>
    public int FirstRowFrom(DateOnly day)
    {
        var row = Sessions.BinarySearch(day);
        return row >= 0 ? row : ~row;
    }
}
