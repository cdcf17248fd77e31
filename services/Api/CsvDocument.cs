using System.Globalization;
using CsvHelper;

namespace Volcast.Services.Api;

/// <summary>A column of a csv response.</summary>
/// <param name="Name">The name of the JSON.</param>
/// <param name="Of">The value; null for an empty cell.</param>
/// <typeparam name="T">The document of a line.</typeparam>
internal sealed record CsvColumn<T>(string Name, Func<T, object?> Of);

/// <summary>Documents as csv for spreadsheets: one line each, the names of the JSON, numbers with a decimal point.</summary>
internal static class CsvDocument
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    public static byte[] Of<T>(IReadOnlyList<CsvColumn<T>> columns, IEnumerable<T> documents)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
        {
            csv.WriteRecord([.. columns.Select(column => column.Name)]);
            foreach (var document in documents)
                csv.WriteRecord([.. columns.Select(column => Cell(column.Of(document)))]);
        }
        return bytes.ToArray();
    }

    public static string Cell(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
