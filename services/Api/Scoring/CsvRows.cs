using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;
using Volcast.Forecasting;
using Volcast.Services.Api.Predictions;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>The csv form of MLflow's scoring protocol: a line of feature names, then a line for each row; cells may be
/// quoted.</summary>
internal static class CsvRows
{
    public static bool IsCsv(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ProblemException">A line is not what the model takes.</exception>
    public static async Task<FeatureRows> ReadAsync(HttpContext context, IFittedForecaster forecaster)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var rows = new FeatureRows(forecaster);
        int[]? places = null;
        for (var number = 1; await reader.ReadLineAsync(context.RequestAborted) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var cells = Array.ConvertAll(line.Split(',', StringSplitOptions.TrimEntries), cell => cell.Trim('"'));
            var field = $"line {number}";
            if (places is null)
            {
                places = [.. cells.Select(cell => rows.PlaceOf(cell, field))];
                if (places.Distinct().Count() < places.Length)
                    throw ProblemException.Invalid("repeated_column", "A column is named twice.", field);
                continue;
            }
            if (cells.Length != places.Length)
                throw ProblemException.Invalid("wrong_count", $"The line has {cells.Length} cells for {places.Length} columns.", field);
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
}
