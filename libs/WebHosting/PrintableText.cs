namespace Volcast.WebHosting;

/// <summary>Text from a client or another library, made safe to repeat in a message.</summary>
public static class PrintableText
{
    private const int HeaderLength = 500;

    /// <summary>The first <paramref name="length"/> characters, with <c>?</c> for each control character and each
    /// surrogate.</summary>
    public static string Of(string text, int length = 60) =>
        new([.. text.Take(length).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter)]);

    /// <summary>As a header value: the first 500 characters, with <c>?</c> for each that is not printable ASCII.</summary>
    public static string ForHeader(string text) =>
        new([.. text.Take(HeaderLength).Select(letter => letter is >= ' ' and <= '~' ? letter : '?')]);
}
