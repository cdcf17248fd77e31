namespace Volcast.Schemas;

/// <summary>The type of a column's values, and how it marks a missing value.</summary>
public enum ColumnType
{
    /// <summary><see cref="string"/>; a missing value is null.</summary>
    Text,

    /// <summary><see cref="DateOnly"/>, a calendar day; missing values are masked.</summary>
    Date,

    /// <summary><see cref="DateTimeOffset"/> in UTC with millisecond resolution; missing values are masked.</summary>
    Instant,

    /// <summary><see cref="long"/>; missing values are masked.</summary>
    Integer,

    /// <summary><see cref="double"/>; a missing value is <see cref="double.NaN"/>.</summary>
    Number,

    /// <summary><see cref="bool"/>; missing values are masked.</summary>
    Flag,
}
