using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages;

/// <summary>What a page shows, made from documents of the API without any request.</summary>
public abstract record PageModel
{
    /// <summary>The target that is shown; null where there is none.</summary>
    public string? Symbol { get; init; }

    /// <summary>REAL or SIMULATED; null where the page's own documents do not say it.</summary>
    public string? DataKind { get; init; }

    /// <summary>The tables of the page, each of which can be downloaded as csv.</summary>
    public virtual IReadOnlyList<ReportTable> Tables => [];
}
