using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.Net.Http.Headers;
using Volcast.Forecasting;
using Volcast.Services.Api.Predictions;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>The csv form of MLflow's scoring protocol (RFC 4180): a line with names of features, then one line for each
/// row.</summary>
internal static class CsvRows
{
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        TrimOptions = TrimOptions.Trim,
        MaxFieldSize = 1000,
        BadDataFound = bad => throw new BadDataException(bad.Field, bad.RawRecord, bad.Context, "A quote stands inside a cell."),
    };

    public static bool IsCsv(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ProblemException">The body is not csv, or a line is not what the model takes.</exception>
    public static async Task<FeatureRows> ReadAsync(HttpContext context, IFittedForecaster forecaster)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        using var csv = new CsvParser(body, Format);
        var rows = new FeatureRows(forecaster);
        int[]? places = null;
        while (await ReadLineAsync(csv))
        {
            var field = $"line {csv.RawRow}";
            var cells = csv.Record!;
            if (places is null)
            {
                places = [.. cells.Select(cell => rows.PlaceOf(cell, field))];
                if (places.Distinct().Count() < places.Length)
                    throw ProblemException.Invalid("repeated_column", "A column has the same name as another one.", field);
                continue;
            }
            if (cells.Length != places.Length)
                throw ProblemException.Invalid("wrong_count",
                    $"The line has {cells.Length} cells, and the header {places.Length} columns.", field);
            var row = rows.Begin(field);
            for (var i = 0; i < cells.Length; i++)
                row[places[i]] = double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    && double.IsFinite(value)
                    ? value
                    : throw ProblemException.Invalid("invalid_number",
                        $"'{PrintableText.Of(cells[i])}' is not a finite number.", $"{field}, cell {i + 1}");
            rows.End(field);
        }
        return rows.NotEmpty("body");
    }

    private static async Task<bool> ReadLineAsync(CsvParser csv)
    {
        try
        {
            return await csv.ReadAsync();
        }
        catch (CsvHelperException bad) when (bad is BadDataException or MaxFieldSizeException)
        {
            throw ProblemException.Invalid("invalid_csv",
                "The body is not csv: a quote inside a cell must be doubled and the cell quoted, and a cell has at most "
                + $"{Format.MaxFieldSize} characters.", $"line {csv.RawRow}");
        }
    }
}
