using Volcast.Drift;
using Volcast.Evaluation;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>The champion of one horizon, with what it is compared with.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Version">The champion's number; the challenger's while there is no champion.</param>
/// <param name="Recipe">The name of its recipe, as in the walk-forward.</param>
/// <param name="WalkForward">The walk-forward of the recipe and of HAR, or why there is none.</param>
public sealed record MonitoredModel(
    string Model, int Horizon, int Version, string Recipe, ValueOrReason<WalkForwardResult> WalkForward)
{
    private ValueOrReason<ConformalAlarm>? lossAlarm;

    /// <summary>The sequential alarm of the loss, made once: a replay checks thousands of sessions.</summary>
    internal ValueOrReason<ConformalAlarm> LossAlarm => lossAlarm ??= LossCheck.AlarmOf(this);

    /// <summary>The version as the tables hold it.</summary>
    public string VersionText => FormattableString.Invariant($"{Version}");

    /// <summary>A row of <c>monitoring</c> about this model's live forecasts.</summary>
    public MonitoringRow Row(DateOnly session, string subject, string check, MonitoringKind kind) => new()
    {
        Horizon = Horizon,
        Session = session,
        Subject = subject,
        Model = Model,
        ModelVersion = VersionText,
        Check = check,
        Kind = kind,
        Status = MonitoringStatus.Ok,
    };
}
