using System.Text;
using System.Text.Json;
using Volcast.Forecasting;

namespace Volcast.Serving;

/// <summary>The column <c>contributions</c> of the table <c>forecasts</c>.</summary>
public static class ContributionsJson
{
    /// <summary>A JSON array of objects with feature, value and amount, in the model's order; numbers survive it
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
}
