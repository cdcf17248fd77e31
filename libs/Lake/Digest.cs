using System.Security.Cryptography;
using System.Text;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>SHA-256 as lower-case hexadecimal text.</summary>
public static class Digest
{
    private const int PrefixLength = 8;

    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The first eight digits, as they stand in file names.</summary>
    public static string Prefix(string digest) => digest[..PrefixLength];

    /// <summary>The digest of a frame's content: names, types and values of its columns in order, however they are stored.</summary>
    public static string Of(ColumnFrame frame)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
            foreach (var column in frame.Columns)
                Write(writer, column);
        return Of(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void Write(BinaryWriter writer, Column column)
    {
        writer.Write(column.Name);
        writer.Write((byte)column.Type);
        writer.Write(column.Length);
        for (var row = 0; row < column.Length; row++)
        {
            writer.Write(column.IsAbsent(row));
            if (column.IsAbsent(row)) continue;
            switch (column)
            {
                case Column<string?> texts: writer.Write(texts.Values[row]!); break;
                case Column<DateOnly> dates: writer.Write(dates.Values[row].DayNumber); break;
                case Column<DateTimeOffset> instants: writer.Write(instants.Values[row].UtcTicks); break;
                case Column<long> integers: writer.Write(integers.Values[row]); break;
                case Column<double> numbers: writer.Write(numbers.Values[row]); break;
                case Column<bool> flags: writer.Write(flags.Values[row]); break;
            }
        }
    }
}
