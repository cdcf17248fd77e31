using System.Text;
using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Lake.Tables;

namespace Volcast.Prediction;

/// <summary>Reads and writes the column <c>contributions</c> of the table <c>forecasts</c>.</summary>
public static class ContributionsJson
{
    /// <summary>A JSON array of objects with feature, value and amount, in the model's order. Numbers read back
    /// exactly.</summary>
    public static string Of(Explanation reasons)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var contribution in reasons.Contributions)
            {
                json.WriteStartObject();
                json.WriteString("feature", contribution.Feature);
                json.WriteNumber("value", contribution.Value);
                json.WriteNumber("amount", contribution.Amount);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The contributions of a stored forecast.</summary>
    /// <exception cref="InvalidDataException">The row's text is not in the form that <see cref="Of"/> writes.</exception>
    public static Explanation Parse(ForecastRow row)
    {
        try
        {
            using var document = JsonDocument.Parse(row.Contributions);
            Contribution[] contributions =
            [
                .. document.RootElement.EnumerateArray().Select(one => new Contribution(one.GetProperty("feature").GetString()!,
                    one.GetProperty("value").GetDouble(), one.GetProperty("amount").GetDouble())),
            ];
            var scale = ContributionScales.Find(row.ContributionScale)
                ?? throw new JsonException($"'{row.ContributionScale}' is not a scale of contributions");
            return new(scale, row.Base, contributions, row.Base + contributions.Sum(one => one.Amount));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"The contributions of the forecast from {row.ForecastOrigin:yyyy-MM-dd} are damaged: {error.Message}", error);
        }
    }
}
