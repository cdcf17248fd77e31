namespace Volcast.Schemas;

/// <summary>The name under which a table stores a member of an enumeration: its name in lower case, the words separated by
/// underscores.</summary>
public static class StoredName
{
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => string.Concat(value.ToString().Select(
        (letter, place) => place > 0 && char.IsUpper(letter)
            ? $"_{char.ToLowerInvariant(letter)}"
            : $"{char.ToLowerInvariant(letter)}"));

    public static string[] All<TEnum>() where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(Of)];

    /// <exception cref="ArgumentException">The enumeration has no such member.</exception>
    public static TEnum Parse<TEnum>(string text) where TEnum : struct, Enum =>
        Enum.Parse<TEnum>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
