namespace Volcast.Forecasting;

/// <summary>
/// Everything that was known of one target at some session: a row for each of its sessions in ascending order, a column for
/// each input. Row i holds what was known once session i had settled; an absent value is <see cref="double.NaN"/>.
/// </summary>
/// <remarks>Immutable, and a view: <see cref="KnownAt"/> cuts off what came later without copying, so that whoever holds the
/// view cannot look ahead. A row at or after <see cref="Rows"/> does not exist in it and throws.</remarks>
public sealed class ForecastingData
{
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
    /// <param name="targetReturns">The returns of which outcomes are made: NaN where a return covers more than one session, so
    /// that an outcome across a hole is unknown. The same as <paramref name="logReturns"/> where null.</param>
    public ForecastingData(
        string symbol, DateOnly[] sessions, double[] logReturns, IReadOnlyDictionary<string, double[]> columns,
        double[]? targetReturns = null)
        : this(symbol, sessions, logReturns, targetReturns ?? logReturns, columns, 0, sessions.Length)
    {
        KeyValuePair<string, double[]>[] returns = [new("log_return", logReturns), new("target_return", this.targetReturns)];
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
        int start,
        int rows)
    {
        Symbol = symbol;
        this.sessions = sessions;
        this.logReturns = logReturns;
        this.targetReturns = targetReturns;
        this.columns = columns;
        this.start = start;
        Rows = rows;
    }

    public string Symbol { get; }
    public int Rows { get; }
    public ReadOnlySpan<DateOnly> Sessions => sessions.AsSpan(start, Rows);
    public ReadOnlySpan<double> LogReturns => logReturns.AsSpan(start, Rows);

    /// <summary>The returns of which outcomes are made; NaN where one covers more than one session.</summary>
    public ReadOnlySpan<double> TargetReturns => targetReturns.AsSpan(start, Rows);

    public IEnumerable<string> ColumnNames => columns.Keys;

    /// <exception cref="ArgumentException">There is no such column; the message names it and the target.</exception>
    public ReadOnlySpan<double> Column(string name) => columns.TryGetValue(name, out var values)
        ? values.AsSpan(start, Rows)
        : throw new ArgumentException(
            $"The data of {Symbol} has no column '{name}', only {string.Join(", ", columns.Keys)}.", nameof(name));

    /// <summary>What was known when session <paramref name="row"/> had settled: this row and all before it.</summary>
    public ForecastingData KnownAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return new(Symbol, sessions, logReturns, targetReturns, columns, start, row + 1);
    }

    /// <summary>The same without its oldest <paramref name="rows"/> rows, for a rolling window.</summary>
    public ForecastingData Without(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Rows);
        return new(Symbol, sessions, logReturns, targetReturns, columns, start + rows, Rows - rows);
    }

    /// <summary>The row of the first session on or after <paramref name="day"/>; <see cref="Rows"/> if there is none.</summary>
    public int FirstRowFrom(DateOnly day)
    {
        var row = Sessions.BinarySearch(day);
        return row >= 0 ? row : ~row;
    }
}
