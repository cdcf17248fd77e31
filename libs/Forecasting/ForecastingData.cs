namespace Volcast.Forecasting;

/// <summary>
/// Everything a forecaster may see of one target: a row for each of its sessions in ascending order, a column for each input.
/// Row i holds what was known once session i had settled. An absent value is <see cref="double.NaN"/>.
/// </summary>
public sealed class ForecastingData
{
    private readonly IReadOnlyDictionary<string, double[]> columns;

    /// <param name="symbol">The target.</param>
    /// <param name="sessions">Ascending, without repetition.</param>
    /// <param name="logReturns">Log return of the total-return close into each session, decimal; NaN in the first row.</param>
    /// <param name="columns">Named inputs, each as long as <paramref name="sessions"/>.</param>
    public ForecastingData(string symbol, DateOnly[] sessions, double[] logReturns, IReadOnlyDictionary<string, double[]> columns)
    {
        foreach (var (name, values) in columns.Append(new("log_return", logReturns)))
            if (values.Length != sessions.Length)
                throw new ArgumentException($"Column {name} of {symbol} has {values.Length} rows for {sessions.Length} sessions.", nameof(columns));
        Symbol = symbol;
        Sessions = sessions;
        LogReturns = logReturns;
        this.columns = columns;
    }

    public string Symbol { get; }
    public DateOnly[] Sessions { get; }
    public double[] LogReturns { get; }
    public int Rows => Sessions.Length;
    public IEnumerable<string> ColumnNames => columns.Keys;

    /// <exception cref="ArgumentException">There is no such column; the message names it and the target.</exception>
    public double[] Column(string name) => columns.TryGetValue(name, out var values)
        ? values
        : throw new ArgumentException($"The data of {Symbol} has no column '{name}'.", nameof(name));
}
