namespace Volcast.ApiContract.Client;

/// <summary>Which checks to list; null for no restriction.</summary>
public sealed record MonitoringFilter
{
    /// <summary>1, 5, 10 or 22 sessions ahead.</summary>
    public int? Horizon { get; init; }

    /// <summary>score, loss, calibration, drift, data, system, alert or decision; null for all but score.</summary>
    public string? Kind { get; init; }

    /// <summary>The check's name, such as <c>loss_alarm</c>.</summary>
    public string? Check { get; init; }

    /// <summary>What is checked, such as <c>live</c> or a feature's name.</summary>
    public string? Subject { get; init; }

    /// <summary>The first session; null for a year before the last. If <see cref="To"/> is null too, only the newest session with
    /// a matching row is listed.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last session; null for the newest.</summary>
    public DateOnly? To { get; init; }

    /// <summary>At most so many; 1 to 10,000, null for 1,000.</summary>
    public int? Limit { get; init; }
}
