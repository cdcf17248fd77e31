using System.Text;
using Volcast.Lake;

namespace Volcast.Cli.Plans;

/// <summary>Joins the outputs of units to the file that one run over all symbols would write.</summary>
/// <param name="form">Of the outputs.</param>
/// <param name="target">Receives the file; stays open.</param>
internal sealed class OutputJoin(OutputForm form, Stream target)
{
    private static readonly byte[] ArrayStart = "[\n"u8.ToArray();
    private static readonly byte[] ArrayEnd = "\n]\n"u8.ToArray();
    private byte[]? header;
    private bool hasElements;

    /// <param name="name">Of the output, for messages.</param>
    /// <param name="content">The output.</param>
    /// <param name="stop">Stops the writing.</param>
    /// <exception cref="LakeException">The output does not have the form, or a csv file has another header than the
    /// first.</exception>
    public ValueTask AddAsync(string name, byte[] content, CancellationToken stop) => form switch
    {
        OutputForm.Csv => AddCsvAsync(name, content, stop),
        OutputForm.Json => AddJsonAsync(name, content, stop),
        _ => target.WriteAsync(content, stop),
    };

    /// <summary>Ends the file.</summary>
    public ValueTask EndAsync(CancellationToken stop) =>
        form != OutputForm.Json ? default : target.WriteAsync(hasElements ? ArrayEnd : "[]\n"u8.ToArray(), stop);

    private async ValueTask AddCsvAsync(string name, byte[] content, CancellationToken stop)
    {
        var end = Array.IndexOf(content, (byte)'\n') + 1;
        var own = content[..end];
        if (end == 0 || (header is not null && !own.AsSpan().SequenceEqual(header)))
            throw new LakeException($"{name} cannot be joined: its header is '{Encoding.UTF8.GetString(own).TrimEnd()}', and "
                + $"that of the first is '{Encoding.UTF8.GetString(header ?? []).TrimEnd()}'.");
        await target.WriteAsync(header is null ? content : content.AsMemory(end), stop);
        header ??= own;
    }

    private async ValueTask AddJsonAsync(string name, byte[] content, CancellationToken stop)
    {
        if (Encoding.UTF8.GetString(content).Trim() == "[]")
            return;
        if (!content.AsSpan().StartsWith(ArrayStart) || !content.AsSpan().EndsWith(ArrayEnd))
            throw new LakeException($"{name} cannot be joined: it is not a JSON array over several lines.");
        await target.WriteAsync(hasElements ? ",\n"u8.ToArray() : ArrayStart, stop);
        await target.WriteAsync(content.AsMemory(ArrayStart.Length..^ArrayEnd.Length), stop);
        hasElements = true;
    }
}
