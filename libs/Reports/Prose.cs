namespace Volcast.Reports;

/// <summary>The text of messages: sentences, with commands between back-ticks.</summary>
public static class Prose
{
    /// <summary>The parts of a text in their order, without the back-ticks. A back-tick without a partner stays as it is.</summary>
    public static IReadOnlyList<(string Text, bool IsCode)> Parts(string text)
    {
        var parts = text.Split('`');
        if (parts.Length % 2 == 0)
            parts = [.. parts[..^2], $"{parts[^2]}`{parts[^1]}"];
        return [.. parts.Select((part, i) => (part, i % 2 == 1)).Where(part => part.part.Length > 0)];
    }

    /// <summary>What a text says first, and the sentences after it, which say why; empty if there are none.</summary>
    public static (string First, string Others) AtFirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? (text[..(end + 1)], text[(end + 2)..]) : (text, "");
}
