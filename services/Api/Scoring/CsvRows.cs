using System.Globalization;
using CsvHelper;
using Microsoft.Net.Http.Headers;
using Volcast.Forecasting;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>The csv form of MLflow's scoring protocol (RFC 4180): a line with names of features, then one line for each row. An
/// empty cell means a missing value, and so do the words that pandas reads as one.</summary>
internal static class CsvRows
{
    private static readonly CsvReaderOptions Options = new()
    {
        // The header is read as a record, so that its errors name the column.
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

    // pandas' defaults for read_csv, lower case.
    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "nan", "-nan", "na", "n/a", "null", "none", "<na>", "#n/a", "#na", "#n/a n/a", "1.#ind", "-1.#ind", "1.#qnan",
        "-1.#qnan",
    };

    /// <summary>The annualised variance of each row.</summary>
    /// <exception cref="ProblemException">The body is not csv, or a line does not fit the model.</exception>
    public static async Task<double[]> PredictAsync(HttpContext context, IFittedForecaster forecaster)
    {
        await using var csv = CsvReader.Create(context.Request.Body, Options, leaveOpen: true);
        var table = new ScoringTable(forecaster);
        int[]? places = null;
        while (await ReadLineAsync(csv, context.RequestAborted))
        {
            var field = $"line {csv.LineNumber}";
            var cells = csv.Current.ToArray();
            if (places is null)
            {
                places = table.PlacesOf(cells, field);
                continue;
            }
            if (cells.Length != places.Length)
                throw ProblemException.Invalid("wrong_count",
                    $"The line has {cells.Length} cells, and the header {places.Length} columns.", field);
            var row = table.Add(field);
            for (var i = 0; i < cells.Length; i++)
                if (places[i] != ScoringTable.Unread)
                    row[places[i]] = Number(cells[i], $"{field}, cell {i + 1}");
        }
        return places is null
            ? throw ProblemException.Invalid("no_rows", "The body is empty: send a line with the names of the columns.", "body")
            : table.Predict("line 1");
    }

    /// <summary>An infinity counts as missing, because no input is infinite.</summary>
    private static double Number(string cell, string field) => Missing.Contains(cell) ? double.NaN
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? double.IsFinite(value) ? value : double.NaN
        : cell.TrimStart('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase) ? double.NaN
        : throw ProblemException.Invalid("invalid_number", $"'{PrintableText.Of(cell)}' is not a number.", field);

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
