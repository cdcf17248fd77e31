using Volcast.ApiContract.Forecasts;

namespace Volcast.ApiContract.CommandLine;

/// <summary>One target of <c>volcast forecast --json</c> with several horizons.</summary>
public sealed record TermStructureReportDocument
{
    /// <summary>All horizons together.</summary>
    public required TermStructureDocument TermStructure { get; init; }

    /// <summary>Each forecast, ascending by horizon, as <c>volcast forecast --json</c> prints it for this horizon
    /// alone.</summary>
    public required IReadOnlyList<ForecastReportDocument> Forecasts { get; init; }
}
