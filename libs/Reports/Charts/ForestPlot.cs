namespace Volcast.Reports.Charts;

/// <summary>A forest plot: an estimate with its interval for each of several things, on one scale with a line of no effect (Lewis and
/// Clarke 2001).</summary>
public sealed record ForestPlot
{
    /// <summary>A stable key in lower case, used in anchors.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, a caption.</summary>
    public required string Title { get; init; }

    /// <summary>The estimate of no effect: 1 for a ratio.</summary>
    public double NoEffect { get; init; } = 1;

    /// <summary>What an estimate below <see cref="NoEffect"/> means, such as "better than har".</summary>
    public required string Below { get; init; }

    /// <summary>What an estimate above it means.</summary>
    public required string Above { get; init; }

    /// <summary>The .NET format of the numbers.</summary>
    public string Format { get; init; } = ".000";

    /// <summary>What the numbers are, the heading of their column.</summary>
    public string EstimateHeading { get; init; } = "estimate";

    /// <summary>From the top down.</summary>
    public required IReadOnlyList<ForestRow> Rows { get; init; }
}

/// <summary>A row of a forest plot.</summary>
/// <param name="Label">What is estimated.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Lower">The lower bound of its interval; NaN if there is none.</param>
/// <param name="Upper">The upper bound of its interval; NaN if there is none.</param>
/// <param name="IsSubject">Whether the page is about this row.</param>
public sealed record ForestRow(string Label, double Estimate, double Lower, double Upper, bool IsSubject = false);
