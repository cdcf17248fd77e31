using System.Text;
using System.Text.Json;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>
/// Appends one line of JSON to a file, in one write that reaches the disk. A kill in the middle of it leaves a part of a line.
/// The next append removes that part; the message was not stored as sent, so it comes again.
/// </summary>
internal sealed class FileChannel(string path) : AlertChannel
{
    /// <summary>No line is longer.</summary>
    private const int LongestLine = 1 << 16;

    public override async Task SendAsync(AlertMessage message, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var file = new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            EndLastLine(file);
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes($"{AlertJson.Of(message)}\n"));
            file.Flush(flushToDisk: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ChannelException($"{path} cannot be written: {failed.Message}");
        }
    }

    /// <summary>Removes what a killed write left. A complete line without its end, as an editor may leave it, stays.</summary>
    private void EndLastLine(FileStream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, LongestLine)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var line = tail.AsSpan(tail.AsSpan().LastIndexOf((byte)'\n') + 1);
        if (line.IsEmpty)
            return;
        if (line.Length == LongestLine)
            throw new IOException($"the last line of {path} is longer than any alert; give another file");
        if (IsJson(line))
            file.Write("\n"u8);
        else
            file.SetLength(file.Length - line.Length);
    }

    private static bool IsJson(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            return JsonDocument.TryParseValue(ref reader, out var value) && Disposed(value);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Disposed(JsonDocument value)
    {
        value.Dispose();
        return true;
    }
}
