namespace Volcast.Schemas;

/// <summary>The consequence of a failed check.</summary>
public enum Severity
{
    /// <summary>The failure is reported and the row is accepted.</summary>
    Warning,

    /// <summary>The row goes to quarantine. A table with such a row is neither written nor read.</summary>
    Error,
}

/// <summary>A check across columns or rows of a table.</summary>
/// <param name="Name">Short and lower-case with underscores, for example <c>close_in_range</c>.</param>
/// <param name="Description">The condition in words.</param>
/// <param name="Severity">The severity of its failures.</param>
/// <param name="Columns">The columns that it reads. If one is missing or has another type, the check is skipped: the column's own
/// check fails.</param>
/// <param name="Find">Searches the frame and reports what fails.</param>
public sealed record TableCheck(
    string Name, string Description, Severity Severity, IReadOnlyList<string> Columns, Action<ColumnFrame, CheckFindings> Find);

/// <summary>The findings of a running <see cref="TableCheck"/>.</summary>
public sealed class CheckFindings
{
    private readonly List<(int? Row, string Value)> found = [];

    internal IReadOnlyList<(int? Row, string Value)> Found => found;

    /// <summary>A row fails.</summary>
    /// <param name="row">Its index in the frame.</param>
    /// <param name="value">What is wrong there.</param>
    public void Row(int row, string value) => found.Add((row, value));

    /// <summary>The table as a whole fails, for example because a row is missing.</summary>
    public void Table(string value) => found.Add((null, value));
}
