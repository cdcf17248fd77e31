using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Volcast.Market;
using Volcast.Services.Api.Security;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Documentation;

/// <summary>Sample values in the OpenAPI document that this service accepts: the inputs of its own model and the symbols of its
/// own lake.</summary>
internal static class SampleValues
{
    private const string Json = "application/json";
    private const string Csv = "text/csv";

    /// <summary>The document needs no key. If requests do, it must not show the newest data, so every input is 1.</summary>
    private const double Concealed = 1;

    private static readonly Dictionary<string, string> PathParameters = new()
    {
        ["origin"] = "latest",
        ["session"] = "latest",
        ["version"] = "serving",
    };

    public static Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if (parameter is { In: ParameterLocation.Path, Name: { } name } && PathParameters.TryGetValue(name, out var value))
                parameter.Example = value;
        if (operation.RequestBody?.Content is not { } bodies)
            return Task.CompletedTask;
        if (bodies.TryGetValue(Csv, out var csv))
            csv.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        var source = context.ApplicationServices.GetRequiredService<SnapshotSource>();
        if (source.Held(new(source.DefaultTarget, ApiQuery.DefaultHorizon)) is not { } snapshot)
            return Task.CompletedTask;
        var row = RowOf(snapshot, context.ApplicationServices.GetRequiredService<KeyRing>().IsClosed);
        switch (operation.OperationId)
        {
            case "predict":
                bodies[Json].Example = new JsonObject { ["rows"] = new JsonArray(JsonOf(row)) };
                break;
            case "score":
                bodies[Json].Example = new JsonObject { ["dataframe_records"] = new JsonArray(JsonOf(row)) };
                bodies[Csv].Example = string.Join(',', row.Select(input => input.Name)) + "\n"
                    + string.Join(',', row.Select(input => input.Value.ToString(CultureInfo.InvariantCulture))) + "\n";
                break;
            case "runScenario":
                bodies[Json].Example = new JsonObject
                {
                    ["bars"] = new JsonObject(snapshot.Symbols.Select(symbol =>
                        KeyValuePair.Create<string, JsonNode?>(symbol.Value, BarOf(symbol, snapshot.Roles)))),
                };
                break;
        }
        return Task.CompletedTask;
    }

    /// <summary>The inputs of the newest session.</summary>
    private static (string Name, double Value)[] RowOf(ServingSnapshot snapshot, bool isConcealed)
    {
        var known = snapshot.Inputs.Known;
        return
        [
            .. snapshot.Model.Artifact.Spec.Inputs.Select(name =>
                (name, isConcealed ? Concealed : Rounded(known.Column(name)[known.Rows - 1]))),
        ];
    }

    /// <summary>A day on which the target falls by 3 % and the volatility indices close at 30 points.</summary>
    private static JsonObject BarOf(Symbol symbol, AssetRoles roles) => symbol.IsIndex
        ? new() { ["close"] = 30 }
        : new() { ["log_return"] = symbol == roles.Target ? -.03 : 0 };

    private static JsonObject JsonOf(IEnumerable<(string Name, double Value)> row) => new(row.Select(input =>
        KeyValuePair.Create<string, JsonNode?>(input.Name, input.Value)));

    /// <summary>Six significant digits; an input that does not exist is shown as 1.</summary>
    private static double Rounded(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
        : Concealed;
}
