using System.Text;

namespace Volcast.Deploy.IngestLambda;

/// <summary>Passes text on, and keeps its end, where the reasons of a failure stand.</summary>
/// <param name="inner">Receives everything.</param>
/// <param name="longest">The number of characters that are kept.</param>
internal sealed class NotesWriter(TextWriter inner, int longest) : TextWriter
{
    private readonly StringBuilder kept = new();

    public override Encoding Encoding => inner.Encoding;

    /// <summary>The end of what was written.</summary>
    public string Text => kept.ToString(Math.Max(0, kept.Length - longest), Math.Min(kept.Length, longest)).Trim();

    public override void Write(char value)
    {
        inner.Write(value);
        kept.Append(value);
        if (kept.Length > 2 * longest)
            kept.Remove(0, kept.Length - longest);
    }

    public override void Flush() => inner.Flush();
}
