using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Services.Api.Predictions;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>The JSON forms of MLflow's scoring protocol: <c>dataframe_split</c>, <c>dataframe_records</c>, <c>instances</c> and
/// <c>inputs</c>. null means a missing value.</summary>
internal static class ScoringRows
{
    private const string Forms = "dataframe_split, dataframe_records, instances or inputs";

    /// <summary>The annualised variance of each row.</summary>
    /// <exception cref="ProblemException">The body has another form, or a row does not fit the model.</exception>
    public static double[] Predict(JsonElement body, IFittedForecaster forecaster)
    {
        // MLflow's clients may add `params`, and this model has none.
        var forms = JsonBody.Members(body, "body").Where(member => !JsonBody.IsNamed(member, "params", "body")).ToArray();
        if (forms is not [var member])
            throw ProblemException.Invalid("unknown_form", $"Send one of {Forms}.", "body");
        var form = (Name: JsonBody.NameOf(member, "body"), member.Value);
        var table = new ScoringTable(forecaster);
        switch (form.Name)
        {
            case "dataframe_split":
                ReadSplit(form.Value, table);
                break;
            case "inputs" when form.Value.ValueKind == JsonValueKind.Object:
                ReadColumns(form.Value, table);
                break;
            case "dataframe_records" or "instances" or "inputs":
                foreach (var row in JsonBody.Items(form.Value, form.Name))
                    ReadRow(row, table, ((FieldPath)form.Name).Item(table.Count), mayBeList: form.Name != "dataframe_records");
                break;
            default:
                throw ProblemException.Invalid("unknown_form", $"'{PrintableText.Of(form.Name)}' is not one of {Forms}.",
                    PrintableText.Of(form.Name));
        }
        return table.Predict(form.Name);
    }

    private static void ReadRow(JsonElement row, ScoringTable table, FieldPath field, bool mayBeList)
    {
        if (mayBeList && row.ValueKind == JsonValueKind.Array)
        {
            table.Add([.. row.EnumerateArray().Select((value, i) => Number(value, field.Item(i)))], field);
            return;
        }
        var members = JsonBody.Members(row, field);
        var values = table.Add(field);
        foreach (var member in members)
        {
            var name = JsonBody.NameOf(member, field);
            if (table.PlaceOf(name) is not ScoringTable.Unread and var place)
                values[place] = Number(member.Value, field.Member(name));
        }
    }

    private static void ReadSplit(JsonElement split, ScoringTable table)
    {
        var parts = JsonBody.Members(split, "dataframe_split")
            .ToDictionary(member => JsonBody.NameOf(member, "dataframe_split"), member => member.Value);
        if (!parts.TryGetValue("columns", out var columns) || !parts.TryGetValue("data", out var data))
            throw ProblemException.Invalid("incomplete_frame", "dataframe_split needs columns and data.", "dataframe_split");
        var places = table.PlacesOf(
            JsonBody.Items(columns, "dataframe_split.columns").Select(
                (column, i) => JsonBody.Text(column, $"dataframe_split.columns[{i}]")),
            "dataframe_split.columns");
        foreach (var item in JsonBody.Items(data, "dataframe_split.data"))
        {
            var field = ((FieldPath)"dataframe_split.data").Item(table.Count);
            var row = table.Add(field);
            var values = JsonBody.Items(item, field).ToArray();
            if (values.Length != places.Length)
                throw ProblemException.Invalid("wrong_count",
                    $"The row has {values.Length} values, and there are {places.Length} columns.", $"{field}");
            for (var i = 0; i < values.Length; i++)
                if (places[i] != ScoringTable.Unread)
                    row[places[i]] = Number(values[i], field.Item(i));
        }
    }

    private static void ReadColumns(JsonElement inputs, ScoringTable table)
    {
        var columns = JsonBody.Members(inputs, "inputs").Select(member =>
        {
            var name = JsonBody.NameOf(member, "inputs");
            return (Name: name, Place: table.PlaceOf(name), member.Value);
        }).Where(column => column.Place != ScoringTable.Unread).Select(column =>
        {
            var at = ((FieldPath)"inputs").Member(column.Name);
            // A single row may be given as plain numbers.
            var values = column.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null
                ? [Number(column.Value, at)]
                : JsonBody.Items(column.Value, at).Select((value, i) => Number(value, at.Item(i))).ToArray();
            return (at, column.Place, values);
        }).ToArray();
        var count = columns.Length == 0 ? 0 : columns[0].values.Length;
        foreach (var (at, _, values) in columns)
            if (values.Length != count)
                throw ProblemException.Invalid(
                    "wrong_count", $"The column has {values.Length} values, and the first column {count}.", $"{at}");
        for (var i = 0; i < count; i++)
        {
            var row = table.Add($"inputs[{i}]");
            foreach (var (_, place, values) in columns)
                row[place] = values[i];
        }
    }

    private static double Number(JsonElement value, FieldPath field) =>
        value.ValueKind == JsonValueKind.Null ? double.NaN : JsonBody.Number(value, field);
}
