namespace Volcast.Cli.Output;

/// <summary>Text in lines of limited width, broken between words.</summary>
internal static class WrappedText
{
    /// <summary>At least one line. A word that is longer than the width, such as a path, has a line of its own and is not
    /// broken.</summary>
    /// <param name="text">Words with single spaces between them.</param>
    /// <param name="width">Columns.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Tones.Width(line) + 1 + Tones.Width(word) > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
