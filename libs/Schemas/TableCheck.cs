namespace Volcast.Schemas;

/// <summary>How badly a failed check weighs.</summary>
public enum Severity
{
    /// <summary>Told, and let pass.</summary>
    Warning,

    /// <summary>The row goes to quarantine; a table that still has one is neither written nor read.</summary>
    Error,
}

/// <summary>A check that looks at several columns or rows of a table.</summary>
/// <param name="Name">Short and lower-case with underscores, for example <c>close_in_range</c>.</param>
/// <param name="Description">What has to hold, in words.</param>
/// <param name="Severity">Of its failures.</param>
/// <param name="Columns">What it reads; where one is missing or of the wrong type the check is left out, since that is already
/// a failure of its own.</param>
/// <param name="Find">Looks at the whole frame and names what fails.</param>
public sealed record TableCheck(
    string Name, string Description, Severity Severity, IReadOnlyList<string> Columns, Action<ColumnFrame, CheckFindings> Find);

/// <summary>What a running <see cref="TableCheck"/> has found.</summary>
public sealed class CheckFindings
{
    private readonly List<(int? Row, string Value)> found = [];

    internal IReadOnlyList<(int? Row, string Value)> Found => found;

    /// <summary>A row fails.</summary>
    /// <param name="row">Its index in the frame.</param>
    /// <param name="value">What is wrong there.</param>
    public void Row(int row, string value) => found.Add((row, value));

    /// <summary>The table as a whole fails, for example for a row that is not there.</summary>
    public void Table(string value) => found.Add((null, value));
}
