using System.Text.Json;
using Volcast.ApiContract.Predictions;

namespace Volcast.ApiContract.Tests;

/// <summary>MLflow prescribes the JSON of a scoring request; one member holds the rows.</summary>
public sealed class ScoringDocumentTests
{
    private static readonly Dictionary<string, double?> Row = new() { ["vix"] = 19, ["rv_5"] = .15 };

    public static TheoryData<string, Func<ScoringRequest, object?>> Forms => new()
    {
        { """{"dataframe_split":{"columns":["vix","rv_5"],"data":[[19,0.15]]}}""", request => request.DataframeSplit },
        { """{"dataframe_records":[{"vix":19,"rv_5":0.15}]}""", request => request.DataframeRecords },
        { """{"instances":[{"vix":19,"rv_5":0.15}]}""", request => request.Instances },
        { """{"inputs":{"vix":[19],"rv_5":[0.15]}}""", request => request.Inputs },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Each_form_of_MLflows_protocol_is_read_into_its_member(string json, Func<ScoringRequest, object?> member)
    {
        var request = JsonSerializer.Deserialize(json, ContractJson.Default.ScoringRequest)!;
        object?[] filled =
        [
            .. new object?[] { request.DataframeSplit, request.DataframeRecords, request.Instances, request.Inputs }
                .Where(value => value is not null),
        ];
        Assert.Same(member(request), Assert.Single(filled));
        Assert.Equal(Row, RowOf(request));
    }

    private static Dictionary<string, double?> RowOf(ScoringRequest request) => request switch
    {
        { DataframeSplit: { } frame } => frame.Columns.Zip(Assert.Single(frame.Data))
            .ToDictionary(cell => cell.First, cell => cell.Second),
        { Inputs: { } inputs } => inputs.ToDictionary(column => column.Key, column => Assert.Single(column.Value)),
        _ => Assert.Single(request.DataframeRecords ?? request.Instances!).ToDictionary(),
    };

    [Fact]
    public void The_response_has_the_member_that_MLflow_prescribes() => Assert.Equal(
        """{"predictions":[0.04,0.09]}""",
        JsonSerializer.Serialize(new ScoringDocument([.04, .09]), ContractJson.Default.ScoringDocument));
}
