namespace Volcast.Schemas;

/// <summary>
/// The one declaration of a table: from it come its validation, its Parquet schema and its page in the documentation.
/// Immutable; every method returns a changed copy.
/// </summary>
public sealed record TableSchema
{
    private TableSchema(string name, int version, string description)
    {
        Name = name;
        Version = version;
        Description = description;
    }

    public string Name { get; }

    /// <summary>Rises with every change that an existing reader would notice.</summary>
    public int Version { get; }

    public string Description { get; }

    /// <summary>The command that writes the table, for example <c>ingest</c>.</summary>
    public string Producer { get; private init; } = "";

    /// <summary>What to do when a file of it is lost.</summary>
    public string WhenLost { get; private init; } = "";

    /// <summary>The parts of a file's path that tell what is in it, in order.</summary>
    public IReadOnlyList<string> PartitionColumns { get; private init; } = [];

    /// <summary>The date column whose year is the partition <c>year</c>; null where there is no such partition.</summary>
    public string? YearOf { get; private init; }

    /// <summary>What identifies a row.</summary>
    public IReadOnlyList<string> KeyColumns { get; private init; } = [];

    public IReadOnlyList<ColumnSchema> Columns { get; private init; } = [];
    public IReadOnlyList<TableCheck> Checks { get; private init; } = [];

    /// <summary>Whether a column that is not declared is a failure.</summary>
    public bool IsStrict { get; private init; }

    /// <summary>Whether values of another type are converted where nothing is lost by it.</summary>
    public bool Coerces { get; private init; }

    public static TableSchema Named(string name, int version, string description) => new(name, version, description);

    public TableSchema ProducedBy(string command) => this with { Producer = command };
    public TableSchema WhenItIsLost(string advice) => this with { WhenLost = advice };

    /// <summary>Partitioned by text columns, and by <c>year</c> where <see cref="ByYearOf"/> says of what.</summary>
    public TableSchema PartitionedBy(params IReadOnlyList<string> columns) => this with { PartitionColumns = columns };

    public TableSchema ByYearOf(string dateColumn) => this with { YearOf = dateColumn };
    public TableSchema Holding(params IReadOnlyList<ColumnSchema> columns) => this with { Columns = [.. Columns, .. columns] };
    public TableSchema Strict() => this with { IsStrict = true };
    public TableSchema Coercing() => this with { Coerces = true };

    /// <summary>The columns together occur once; a repeated row fails, the first one stands.</summary>
    public TableSchema Key(params IReadOnlyList<string> columns) =>
        (this with { KeyColumns = columns }).Check(RowOrder.UniqueKey(columns));

    /// <summary>Rows ascend by the columns, compared from the first to the last; a row below an earlier one fails.</summary>
    public TableSchema Ascending(params IReadOnlyList<string> columns) => Check(RowOrder.Ascending(columns));

    public TableSchema Check(TableCheck check) => this with { Checks = [.. Checks, check] };

    /// <summary>A check that every row has to pass.</summary>
    /// <param name="name">Short and lower-case with underscores.</param>
    /// <param name="severity">Of a row that fails.</param>
    /// <param name="description">What has to hold, in words.</param>
    /// <param name="columns">What it reads.</param>
    /// <param name="holds">Given the frame, the predicate that is true for a good row. A comparison with an absent number is
    /// false, so a predicate says itself what absence means.</param>
    public TableSchema EachRow(
        string name, Severity severity, string description, IReadOnlyList<string> columns,
        Func<ColumnFrame, Predicate<int>> holds) =>
        Check(new(name, description, severity, columns, (frame, findings) =>
        {
            var good = holds(frame);
            for (var row = 0; row < frame.Rows; row++)
                if (!good(row))
                    findings.Row(row, string.Join(", ", columns.Select(c => $"{c} {frame[c].Format(row)}")));
        }));

    /// <summary>Calendar completeness: between a group's first and last date every expected one occurs, and no other.</summary>
    /// <param name="dateColumn">The column of dates.</param>
    /// <param name="per">The text column by which rows are grouped.</param>
    /// <param name="expected">The dates that must exist from the first to the last, both included.</param>
    /// <param name="since">Dates before it are not looked at: the calendar does not know them.</param>
    /// <param name="missing">Severity of a date that is not there (a failure of the table).</param>
    /// <param name="unexpected">Severity of a date that ought not to be there (a failure of its row).</param>
    public TableSchema Complete(
        string dateColumn, string per, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected, DateOnly since = default,
        Severity missing = Severity.Warning, Severity unexpected = Severity.Error) =>
        Check(CalendarCheck.Missing(dateColumn, per, expected, since, missing))
            .Check(CalendarCheck.Unexpected(dateColumn, per, expected, since, unexpected));

    /// <exception cref="ColumnException">There is no such column.</exception>
    public ColumnSchema this[string column] => Columns.FirstOrDefault(c => c.Name == column)
        ?? throw new ColumnException($"Table {Name} has no column '{column}'.");

    public bool Has(string column) => Columns.Any(c => c.Name == column);

    /// <summary>A frame with all columns and no row.</summary>
    public ColumnFrame Empty() => new([.. Columns.Select(c => Column.Empty(c.Name, c.Type))]);

    /// <summary>Checks the frame and reports all failures at once.</summary>
    /// <param name="frame">The rows.</param>
    /// <param name="minimum">Leave out checks that could only warn by asking for <see cref="Severity.Error"/>.</param>
    public ValidationReport Validate(ColumnFrame frame, Severity minimum = Severity.Warning) =>
        new Validation(this, frame, minimum).Run();

    /// <summary>Parts the rows that pass from those that go to quarantine.</summary>
    /// <exception cref="SchemaException">The table as a whole fails, for example because a column is missing.</exception>
    public SchemaSplit Split(ColumnFrame frame) => SchemaSplit.Of(this, frame);
}
