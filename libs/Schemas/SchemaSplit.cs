namespace Volcast.Schemas;

/// <summary>A frame parted by its schema.</summary>
/// <param name="Accepted">The rows without an error, coerced where the schema coerces.</param>
/// <param name="Quarantined">The rows with an error, as they came.</param>
/// <param name="Reasons">For each quarantined row all its errors, one after the other.</param>
/// <param name="Report">Everything found, warnings included; its row indices are those of the whole frame.</param>
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
