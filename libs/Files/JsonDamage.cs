using System.Text.Json;

namespace Volcast.Files;

/// <summary>What is wrong in a JSON text, for a person: lines count from 1, and no type of the program is named where the reader
/// gives a place.</summary>
public static class JsonDamage
{
    /// <summary>How the place begins in a reader's message.</summary>
    private static readonly string[] Places = [" Path: ", " LineNumber: "];

    /// <returns>Such as <c>line 3, byte 17, $[0].id: 'x' is an invalid start of a value.</c></returns>
    public static string Describe(JsonException error)
    {
        var reason = Reason(error);
        return error.LineNumber is not { } line ? reason
            : $"line {line + 1}, byte {error.BytePositionInLine + 1}"
                + $"{(error.Path is null or "$" ? "" : $", {error.Path}")}: {reason}";
    }

    /// <summary>The reader's message without the place that it repeats at its end.</summary>
    public static string Reason(JsonException error)
    {
        var end = Places.Select(start => error.Message.IndexOf(start, StringComparison.Ordinal)).Where(at => at > 0)
            .DefaultIfEmpty(-1).Min();
        return end > 0 ? error.Message[..end] : error.Message;
    }
}
