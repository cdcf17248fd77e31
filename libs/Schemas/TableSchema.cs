namespace Volcast.Schemas;

/// <summary>
/// The one declaration of a table. Its validation, its Parquet schema and its page in the documentation follow from it.
/// Immutable: every method returns a changed copy.
/// </summary>
public sealed record TableSchema
{
    /// <summary>Adds the calendar's checks to a schema, with the given calendar; null if no calendar is checked.</summary>
    private Func<TableSchema, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>>, TableSchema>? completeBy;

    private TableSchema(string name, int version, string description)
    {
        Name = name;
        Version = version;
        Description = description;
    }

    public string Name { get; }

    /// <summary>Increases with every change that an existing reader would notice.</summary>
    public int Version { get; }

    public string Description { get; }

    /// <summary>The command that writes the table, for example <c>ingest</c>.</summary>
    public string Producer { get; private init; } = "";

    /// <summary>Who writes the table, where that is not simply <see cref="Producer"/>; otherwise empty.</summary>
    public string ProducerNote { get; private init; } = "";

    /// <summary>What to do when one of its files is lost.</summary>
    public string WhenLost { get; private init; } = "";

    /// <summary>Whether no command can make a lost row again, so that only a backup restores it.</summary>
    public bool IsIrreplaceable { get; private init; }

    /// <summary>The columns that are part of a file's path, in order, and not inside the file.</summary>
    public IReadOnlyList<string> PartitionColumns { get; private init; } = [];

    /// <summary>The date column whose year is the partition <c>year</c>; null without such a partition.</summary>
    public string? YearOf { get; private init; }

    /// <summary>The columns that identify a row.</summary>
    public IReadOnlyList<string> KeyColumns { get; private init; } = [];

    public IReadOnlyList<ColumnSchema> Columns { get; private init; } = [];
    public IReadOnlyList<TableCheck> Checks { get; private init; } = [];

    /// <summary>Whether an undeclared column is a failure.</summary>
    public bool IsStrict { get; private init; }

    /// <summary>Whether values of another type are converted where the conversion loses nothing.</summary>
    public bool Coerces { get; private init; }

    public static TableSchema Named(string name, int version, string description) => new(name, version, description);

    /// <param name="command">The command that writes the table.</param>
    /// <param name="note">Who writes it, where the command alone would mislead.</param>
    public TableSchema ProducedBy(string command, string note = "") => this with { Producer = command, ProducerNote = note };

    public TableSchema WhenItIsLost(string advice) => this with { WhenLost = advice };
    public TableSchema Irreplaceable() => this with { IsIrreplaceable = true };

    /// <summary>Partitions by text columns, and by <c>year</c> of the column that <see cref="ByYearOf"/> names.</summary>
    public TableSchema PartitionedBy(params IReadOnlyList<string> columns) => this with { PartitionColumns = columns };

    public TableSchema ByYearOf(string dateColumn) => this with { YearOf = dateColumn };
    public TableSchema Holding(params IReadOnlyList<ColumnSchema> columns) => this with { Columns = [.. Columns, .. columns] };
    public TableSchema Strict() => this with { IsStrict = true };
    public TableSchema Coercing() => this with { Coerces = true };

    /// <summary>No two rows agree in all these columns. Of repeated rows the first one passes.</summary>
    public TableSchema Key(params IReadOnlyList<string> columns) =>
        (this with { KeyColumns = columns }).Check(RowOrder.UniqueKey(columns));

    /// <summary>Rows ascend by these columns, compared from the first column to the last. A row below an earlier one
    /// fails.</summary>
    public TableSchema Ascending(params IReadOnlyList<string> columns) => Check(RowOrder.Ascending(columns));

    public TableSchema Check(TableCheck check) => this with { Checks = [.. Checks, check] };

    /// <summary>A check of each row.</summary>
    /// <param name="name">Short and lower-case with underscores.</param>
    /// <param name="severity">The severity of a failure.</param>
    /// <param name="description">The condition in words.</param>
    /// <param name="columns">The columns that it reads.</param>
    /// <param name="holds">Takes the frame and returns a predicate that is true for a good row. A comparison with a missing
    /// number is false, so the predicate decides what a missing value means.</param>
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

    /// <summary>Completeness: from a group's first date to its last, every expected date occurs and no other.</summary>
    /// <param name="dateColumn">The column of dates.</param>
    /// <param name="per">The text column that groups the rows.</param>
    /// <param name="expected">The dates that must exist between two dates, both included.</param>
    /// <param name="since">The calendar's first date. Earlier dates are not checked.</param>
    /// <param name="missing">Severity of a missing date, which is a failure of the table.</param>
    /// <param name="unexpected">Severity of an unexpected date, which is a failure of its row.</param>
    public TableSchema Complete(
        string dateColumn, string per, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected, DateOnly since = default,
        Severity missing = Severity.Warning, Severity unexpected = Severity.Error) =>
        Check(CalendarCheck.Missing(dateColumn, per, expected, since, missing))
            .Check(CalendarCheck.Unexpected(dateColumn, per, expected, since, unexpected)) with
        {
            completeBy = (schema, calendar) => schema.Complete(dateColumn, per, calendar, since, missing, unexpected),
        };

    /// <summary>This schema, checked against another calendar; unchanged if no calendar is checked.</summary>
    /// <param name="expected">The dates that should occur between two days.</param>
    public TableSchema WithCalendar(Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected) =>
        completeBy?.Invoke(WithoutCalendar(), expected) ?? this;

    /// <summary>This schema without the checks against a calendar.</summary>
    public TableSchema WithoutCalendar() =>
        this with { Checks = [.. Checks.Where(check => !check.Name.StartsWith("calendar_", StringComparison.Ordinal))] };

    /// <exception cref="ColumnException">There is no such column.</exception>
    public ColumnSchema this[string column] => Columns.FirstOrDefault(c => c.Name == column)
        ?? throw new ColumnException($"Table {Name} has no column '{column}'.");

    public bool Has(string column) => Columns.Any(c => c.Name == column);

    /// <summary>A frame with all columns and no rows.</summary>
    public ColumnFrame Empty() => new([.. Columns.Select(c => Column.Empty(c.Name, c.Type))]);

    /// <summary>Checks the frame and reports all failures at once.</summary>
    /// <param name="frame">The rows.</param>
    /// <param name="minimum"><see cref="Severity.Error"/> skips the checks that can only warn.</param>
    public ValidationReport Validate(ColumnFrame frame, Severity minimum = Severity.Warning) =>
        new Validation(this, frame, minimum).Run();

    /// <summary>Separates the rows that pass from those that go to quarantine.</summary>
    /// <exception cref="SchemaException">The table as a whole fails, for example because a column is missing.</exception>
    public SchemaSplit Split(ColumnFrame frame) => SchemaSplit.Of(this, frame);
}
