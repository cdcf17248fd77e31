using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Services.Api.Predictions;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>The JSON forms of MLflow's scoring protocol: <c>dataframe_split</c>, <c>dataframe_records</c>, <c>instances</c> and
/// <c>inputs</c>.</summary>
internal static class ScoringRows
{
    private const string Forms = "dataframe_split, dataframe_records, instances or inputs";

    /// <exception cref="ProblemException">The body has another form, or a row does not fit the model.</exception>
    public static FeatureRows Read(JsonElement body, IFittedForecaster forecaster)
    {
        // MLflow's clients may add `params`, and this model has none.
        var forms = JsonBody.Members(body, "body").Where(member => !JsonBody.IsNamed(member, "params", "body")).ToArray();
        if (forms is not [var member])
            throw ProblemException.Invalid("unknown_form", $"Send one of {Forms}.", "body");
        var form = (Name: JsonBody.NameOf(member, "body"), member.Value);
        var rows = new FeatureRows(forecaster);
        switch (form.Name)
        {
            case "dataframe_split":
                ReadSplit(form.Value, rows);
                break;
            case "dataframe_records" or "instances":
                foreach (var record in JsonBody.Items(form.Value, form.Name))
                    rows.Add(record, ((FieldPath)form.Name).Item(rows.Count));
                break;
            case "inputs":
                ReadColumns(form.Value, rows);
                break;
            default:
                throw ProblemException.Invalid("unknown_form", $"'{PrintableText.Of(form.Name)}' is not one of {Forms}.",
                    PrintableText.Of(form.Name));
        }
        return rows.NotEmpty(form.Name);
    }

    private static void ReadSplit(JsonElement split, FeatureRows rows)
    {
        var parts = JsonBody.Members(split, "dataframe_split")
            .ToDictionary(member => JsonBody.NameOf(member, "dataframe_split"), member => member.Value);
        if (!parts.TryGetValue("columns", out var columns) || !parts.TryGetValue("data", out var data))
            throw ProblemException.Invalid("incomplete_frame", "dataframe_split needs columns and data.", "dataframe_split");
        var places = JsonBody.Items(columns, "dataframe_split.columns").Select((column, i) =>
        {
            var at = $"dataframe_split.columns[{i}]";
            return rows.PlaceOf(JsonBody.Text(column, at), at);
        }).ToArray();
        if (places.Distinct().Count() < places.Length)
            throw ProblemException.Invalid(
                "repeated_column", "A column has the same name as another one.", "dataframe_split.columns");
        foreach (var item in JsonBody.Items(data, "dataframe_split.data"))
        {
            var field = ((FieldPath)"dataframe_split.data").Item(rows.Count);
            var row = rows.Begin(field);
            var values = JsonBody.Items(item, field).ToArray();
            if (values.Length != places.Length)
                throw ProblemException.Invalid("wrong_count",
                    $"The row has {values.Length} values, and there are {places.Length} columns.", $"{field}");
            for (var i = 0; i < values.Length; i++)
                row[places[i]] = JsonBody.Number(values[i], field.Item(i));
            rows.End(field);
        }
    }

    private static void ReadColumns(JsonElement inputs, FeatureRows rows)
    {
        var columns = JsonBody.Members(inputs, "inputs").Select(member =>
        {
            var name = JsonBody.NameOf(member, "inputs");
            var at = ((FieldPath)"inputs").Member(name);
            // A single row may be given as plain numbers.
            var values = member.Value.ValueKind == JsonValueKind.Number
                ? [JsonBody.Number(member.Value, at)]
                : JsonBody.Items(member.Value, at).Select((value, i) => JsonBody.Number(value, at.Item(i))).ToArray();
            return (at, place: rows.PlaceOf(name, at), values);
        }).ToArray();
        var count = columns.Length == 0 ? 0 : columns[0].values.Length;
        foreach (var (at, _, values) in columns)
            if (values.Length != count)
                throw ProblemException.Invalid(
                    "wrong_count", $"The column has {values.Length} values, and the first column {count}.", $"{at}");
        for (var i = 0; i < count; i++)
        {
            var field = $"inputs[{i}]";
            var row = rows.Begin(field);
            foreach (var (_, place, values) in columns)
                row[place] = values[i];
            rows.End(field);
        }
    }
}
