namespace Volcast.Lake.Tables;

/// <summary>The names of the checks in the table <c>monitoring</c>, except those of scores. Checks, policy, alerts, reports and
/// the API refer to them.</summary>
public static class CheckNames
{
    /// <summary>The sequential alarm on the loss against HAR. Its value is the e-process.</summary>
    public const string LossAlarm = "loss_alarm";

    /// <summary>The sequential alarm on the PIT values, which watches calibration.</summary>
    public const string PitAlarm = "pit_alarm";

    /// <summary>By how much the miscalibration part of the loss has grown (Murphy's decomposition).</summary>
    public const string Miscalibration = "miscalibration";

    /// <summary>By how much the discrimination part of the loss has shrunk (Murphy's decomposition).</summary>
    public const string Discrimination = "discrimination";

    /// <summary>The share of outcomes inside the 80 % interval.</summary>
    public const string Coverage80 = "coverage_80";

    /// <summary>The share of outcomes inside the 95 % interval.</summary>
    public const string Coverage95 = "coverage_95";

    /// <summary>The verdict on a feature, the forecast or the outcome.</summary>
    public const string Drift = "drift";

    /// <summary>Settled sessions that the newest bar is behind.</summary>
    public const string Freshness = "freshness";

    /// <summary>Sessions of the exchange without a bar.</summary>
    public const string MissingSessions = "missing_sessions";

    /// <summary>Rows that were refused.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>Inputs far outside their earlier range; of the subject <c>forecast</c>, a forecast outside everything that was
    /// forecast or realised before.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>Whether the registry answers.</summary>
    public const string Registry = "registry";

    /// <summary>Whether the lake can be read.</summary>
    public const string Lake = "lake";

    /// <summary>Free space where the lake is.</summary>
    public const string Disk = "disk";
}
