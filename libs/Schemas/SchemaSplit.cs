namespace Volcast.Schemas;

/// <summary>A frame, split by its schema into accepted and quarantined rows.</summary>
/// <param name="Accepted">The rows without an error, converted where the schema converts.</param>
/// <param name="Quarantined">The rows with an error, as they came.</param>
/// <param name="Reasons">All errors of each quarantined row, joined.</param>
/// <param name="Report">All findings, with warnings. Row indices refer to the original frame.</param>
public sealed record SchemaSplit(
    ColumnFrame Accepted, ColumnFrame Quarantined, IReadOnlyList<string> Reasons, ValidationReport Report)
{
    internal static SchemaSplit Of(TableSchema schema, ColumnFrame frame)
    {
        var report = schema.Validate(frame);
        if (report.Errors.Any(e => e.Row is null))
            throw new SchemaException(report);
        if (report.IsValid)
            return new(report.Frame, frame.Slice(0, 0), [], report);

        var reasons = new SortedDictionary<int, List<string>>();
        foreach (var error in report.Errors)
        {
            if (!reasons.TryGetValue(error.Row!.Value, out var of))
                reasons.Add(error.Row.Value, of = []);
            of.Add($"{error.Check} of {error.Column}: {error.Value}");
        }
        var accepted = Enumerable.Range(0, frame.Rows).Where(row => !reasons.ContainsKey(row)).ToArray();
        string[] texts = [.. reasons.Values.Select(of => string.Join("; ", of))];
        return new(report.Frame.Take(accepted), frame.Take([.. reasons.Keys]), texts, report);
    }
}
