using System.Globalization;
using CsvHelper;
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
    private static readonly CsvReaderOptions Options = new()
    {
        // The header is read as a record, so that its errors name the unknown feature.
        HasHeader = false,
        Separator = ',',
        DetectSeparatorHint = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 128 * 1024,
    };

    public static bool IsCsv(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ProblemException">The body is not csv, or a line does not fit the model.</exception>
    public static async Task<FeatureRows> ReadAsync(HttpContext context, IFittedForecaster forecaster)
    {
        await using var csv = CsvReader.Create(context.Request.Body, Options, leaveOpen: true);
        var rows = new FeatureRows(forecaster);
        int[]? places = null;
        while (await ReadLineAsync(csv, context.RequestAborted))
        {
            var field = $"line {csv.LineNumber}";
            var cells = csv.Current.ToArray();
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

    private static async ValueTask<bool> ReadLineAsync(CsvReader csv, CancellationToken stop)
    {
        try
        {
            return await csv.ReadAsync(stop);
        }
        catch (CsvFormatException malformed)
        {
            throw ProblemException.Invalid("invalid_csv",
                $"The body is not csv: {PrintableText.Of(malformed.Message, 200)}", $"line {malformed.LineNumber}");
        }
    }
}
