namespace Volcast.Market;

/// <summary>The end of a sentence whose text comes from elsewhere: the messages of the operating system have no full
/// stop.</summary>
public static class FullStop
{
    /// <summary>The text with a full stop, unless a mark at its end says that the sentence is over.</summary>
    public static string After(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.Length > 0 && trimmed[^1] is '.' or '!' or '?' or '…' ? trimmed : $"{trimmed}.";
    }
}
