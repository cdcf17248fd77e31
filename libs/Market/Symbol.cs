using System.Diagnostics.CodeAnalysis;

namespace Volcast.Market;

/// <summary>
/// A ticker as Yahoo writes it: <c>SPY</c>, <c>^VIX</c>, <c>BRK-B</c>, <c>GS2C.DE</c>. A leading <c>^</c> marks an
/// index, which is computed rather than traded: its open, high and low are indicative, and only its close is used.
/// </summary>
/// <remarks>Upper-case; 1 to 16 characters of A–Z, 0–9, <c>.</c>, <c>-</c>, <c>=</c> after an optional <c>^</c>, never
/// beginning with a dot, so that a symbol is safe as a path segment and in a query.</remarks>
public readonly record struct Symbol : IComparable<Symbol>
{
    private const int MaximumLength = 17;
    private readonly string? text;

    private Symbol(string text) => this.text = text;

    /// <summary>The ticker, for example <c>^VIX</c>; empty for <c>default</c>.</summary>
    public string Value => text ?? "";

    /// <summary>Whether this is a computed index rather than a traded instrument.</summary>
    public bool IsIndex => Value.StartsWith('^');

    /// <summary>The name of this symbol's csv file, without extension: <c>VIX</c> for <c>^VIX</c>.</summary>
    public string FileName => Value.TrimStart('^');

    /// <exception cref="FormatException">The text is not a symbol; the message shows examples.</exception>
    public static Symbol Parse(string text) => TryParse(text, out var symbol)
        ? symbol
        : throw new FormatException(
            $"'{text}' is not a symbol: expected up to 16 of A-Z 0-9 . - = after an optional ^, such as SPY or ^VIX.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Symbol symbol)
    {
        symbol = default;
        var upper = text?.Trim().ToUpperInvariant() ?? "";
        var body = upper.AsSpan(upper.StartsWith('^') ? 1 : 0);
        if (body.IsEmpty || upper.Length > MaximumLength || body[0] == '.')
            return false;
        foreach (var c in body)
            if (!(char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '='))
                return false;
        symbol = new Symbol(upper);
        return true;
    }

    public int CompareTo(Symbol other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(Symbol left, Symbol right) => left.CompareTo(right) < 0;
    public static bool operator >(Symbol left, Symbol right) => left.CompareTo(right) > 0;
    public static bool operator <=(Symbol left, Symbol right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Symbol left, Symbol right) => left.CompareTo(right) >= 0;
}
