using System.Text.RegularExpressions;

namespace Volcast.Schemas;

/// <summary>
/// The content of one column of a table and the values that it allows. Declared by <see cref="Text"/>, <see cref="Number"/>, …
/// and refined by the methods below, each of which returns a changed copy.
/// </summary>
/// <remarks>Numbers are always finite. A nullable column may have missing values; every other check applies to the present
/// ones.</remarks>
public sealed record ColumnSchema
{
    private ColumnSchema(string name, ColumnType type, string description)
    {
        Name = name;
        Type = type;
        Description = description;
    }

    public string Name { get; }
    public ColumnType Type { get; }
    public string Description { get; }

    /// <summary>For example <c>annualised variance</c>; empty without a unit.</summary>
    public string Unit { get; private init; } = "";

    public bool IsNullable { get; private init; }

    /// <summary>The first version of the table's schema with this column. In a file of an older version every value is
    /// missing.</summary>
    public int SinceVersion { get; private init; } = 1;

    /// <summary>The numbers allowed.</summary>
    public ValueRange Range { get; private init; } = ValueRange.Any;

    /// <summary>The only texts allowed; empty where every text is.</summary>
    public IReadOnlyList<string> Allowed { get; private init; } = [];

    /// <summary>The pattern that every text matches; null without one.</summary>
    public Regex? Pattern { get; private init; }

    public bool IsUnique { get; private init; }

    /// <summary>The severity of a value outside range, pattern or allowed texts. A missing value or a wrong type is always an
    /// error.</summary>
    public Severity Severity { get; private init; } = Severity.Error;

    public static ColumnSchema Text(string name, string description) => new(name, ColumnType.Text, description);
    public static ColumnSchema Date(string name, string description) => new(name, ColumnType.Date, description);
    public static ColumnSchema Instant(string name, string description) => new(name, ColumnType.Instant, description);
    public static ColumnSchema Integer(string name, string description) => new(name, ColumnType.Integer, description);
    public static ColumnSchema Number(string name, string description) => new(name, ColumnType.Number, description);
    public static ColumnSchema Flag(string name, string description) => new(name, ColumnType.Flag, description);

    public ColumnSchema In(string unit) => this with { Unit = unit };
    public ColumnSchema Nullable() => this with { IsNullable = true };

    /// <summary>A column that a later version of the schema added. Older files stay readable; its values are missing
    /// there.</summary>
    public ColumnSchema Since(int version) => Type is ColumnType.Number or ColumnType.Text && IsNullable
        ? this with { SinceVersion = version }
        : throw new ArgumentException(
            $"Column {Name} cannot be missing from older files: make it a Number or a Text, and Nullable, first.");

    public ColumnSchema Within(ValueRange range) => Numeric(this with { Range = range });
    public ColumnSchema AtLeast(double minimum) => Within(ValueRange.AtLeast(minimum));
    public ColumnSchema Above(double minimum) => Within(ValueRange.Above(minimum));

    /// <summary>From minimum to maximum, both included.</summary>
    public ColumnSchema Between(double minimum, double maximum) => Within(ValueRange.Between(minimum, maximum));

    public ColumnSchema OneOf(params IReadOnlyList<string> allowed) => Textual(this with { Allowed = allowed });
    public ColumnSchema Matching(Regex pattern) => Textual(this with { Pattern = pattern });
    public ColumnSchema Unique() => this with { IsUnique = true };

    /// <summary>Reports values outside range, pattern or allowed texts instead of refusing them.</summary>
    public ColumnSchema Warns() => this with { Severity = Severity.Warning };

    /// <summary>The range or the set of values as text, for example <c>0 ≤ x &lt; 1</c>; empty where every value is
    /// allowed.</summary>
    public string AllowedText => Range != ValueRange.Any ? Range.ToString()
        : Allowed.Count > 0 ? string.Join(", ", Allowed)
        : Pattern?.ToString() ?? "";

    /// <summary>This schema, which must be of the type of the columns that are declared with it.</summary>
    /// <exception cref="ArgumentException">It is of another type.</exception>
    internal ColumnSchema Requiring<TColumn>() where TColumn : Column
    {
        var type = Column.Empty(Name, Type);
        return type is TColumn
            ? this
            : throw new ArgumentException($"Column {Name} is declared as {Type} but its values are of another type.");
    }

    private static ColumnSchema Numeric(ColumnSchema column) => column.Type is ColumnType.Number or ColumnType.Integer
        ? column
        : throw new ArgumentException($"Column {column.Name} is {column.Type}; only a Number or an Integer has a range.");

    private static ColumnSchema Textual(ColumnSchema column) => column.Type is ColumnType.Text
        ? column
        : throw new ArgumentException($"Column {column.Name} is {column.Type}; only a Text has a pattern or allowed values.");
}
