namespace Volcast.Schemas;

/// <summary>What a column holds, and how an absent value is told there.</summary>
public enum ColumnType
{
    /// <summary><see cref="string"/>; absent is null.</summary>
    Text,

    /// <summary><see cref="DateOnly"/>, a calendar day; absent by mask.</summary>
    Date,

    /// <summary><see cref="DateTimeOffset"/> in UTC with millisecond resolution; absent by mask.</summary>
    Instant,

    /// <summary><see cref="long"/>; absent by mask.</summary>
    Integer,

    /// <summary><see cref="double"/>; absent is <see cref="double.NaN"/>.</summary>
    Number,

    /// <summary><see cref="bool"/>; absent by mask.</summary>
    Flag,
}
