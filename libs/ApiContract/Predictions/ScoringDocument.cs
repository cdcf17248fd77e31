namespace Volcast.ApiContract.Predictions;

/// <summary>Rows of features in one of the four forms of MLflow's scoring protocol.</summary>
/// <param name="DataframeSplit">Columns and rows of values.</param>
/// <param name="DataframeRecords">Rows of feature → value.</param>
/// <param name="Instances">The same under the name that TensorFlow Serving uses.</param>
/// <param name="Inputs">Feature → values. The server also accepts a list of rows here.</param>
public sealed record ScoringRequest(
    ScoringFrame? DataframeSplit = null, IReadOnlyList<IReadOnlyDictionary<string, double?>>? DataframeRecords = null,
    IReadOnlyList<IReadOnlyDictionary<string, double?>>? Instances = null,
    IReadOnlyDictionary<string, double?[]>? Inputs = null);

/// <summary>A data frame as pandas splits it.</summary>
/// <param name="Columns">Names of features.</param>
/// <param name="Data">Rows of values in the order of the columns.</param>
public sealed record ScoringFrame(IReadOnlyList<string> Columns, IReadOnlyList<double?[]> Data);

/// <summary>MLflow's response: annualised variances, one for each row. The protocol prescribes the name.</summary>
/// <param name="Predictions">Annualised variances; null, which is JSON for NaN, for a row with an input that is missing or out
/// of range.</param>
public sealed record ScoringDocument(IReadOnlyList<double?> Predictions);
