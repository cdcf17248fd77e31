using System.Runtime.InteropServices;
using System.Text;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Resume;

/// <summary>The bytes of one stored fold: its key, then <see cref="FoldResult"/> with the bits of every double. A checksum at the
/// end detects damage.</summary>
internal static class FoldFile
{
    public static byte[] Write(string key, FoldResult result)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(key);
            Write(writer, result.Variance);
            writer.Write(result.SkippedOrigins.Count);
            foreach (var entry in result.SkippedOrigins)
            {
                writer.Write(entry.Model);
                writer.Write(entry.From.DayNumber);
                writer.Write(entry.To.DayNumber);
                writer.Write((int)entry.Cause);
                writer.Write(entry.Reason);
                writer.Write(entry.Origins);
            }
            writer.Write(result.Reasons is not null);
            if (result.Reasons is { } reasons)
            {
                writer.Write((int)reasons.Scale);
                writer.Write(reasons.Features.Count);
                foreach (var feature in reasons.Features)
                    writer.Write(feature);
                Write(writer, reasons.Base);
                foreach (var amounts in reasons.Amounts)
                    Write(writer, amounts);
            }
        }
        return buffer.ToArray();
    }

    /// <summary>Null if the file has another key or length.</summary>
    public static FoldResult? Read(byte[] body, string key, int origins)
    {
        using var reader = new BinaryReader(new MemoryStream(body), Encoding.UTF8);
        if (reader.ReadString() != key)
            return null;
        var variance = ReadColumn(reader);
        if (variance.Length != origins)
            return null;
        var skipped = new SkippedOrigins[reader.ReadInt32()];
        for (var i = 0; i < skipped.Length; i++)
            skipped[i] = new(reader.ReadString(), DateOnly.FromDayNumber(reader.ReadInt32()),
                DateOnly.FromDayNumber(reader.ReadInt32()), (SkipCause)reader.ReadInt32(), reader.ReadString())
            {
                Origins = reader.ReadInt32(),
            };
        return new(variance, skipped) { Reasons = reader.ReadBoolean() ? ReadReasons(reader) : null };
    }

    private static ReasonsByOrigin ReadReasons(BinaryReader reader)
    {
        var scale = (ContributionScale)reader.ReadInt32();
        var features = new string[reader.ReadInt32()];
        for (var i = 0; i < features.Length; i++)
            features[i] = reader.ReadString();
        return new()
        {
            Scale = scale,
            Features = features,
            Base = ReadColumn(reader),
            Amounts = [.. features.Select(_ => ReadColumn(reader))],
        };
    }

    private static void Write(BinaryWriter writer, double[] column)
    {
        writer.Write(column.Length);
        writer.Write(MemoryMarshal.AsBytes<double>(column));
    }

    private static double[] ReadColumn(BinaryReader reader)
    {
        var column = new double[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(column.AsSpan()));
        return column;
    }
}
