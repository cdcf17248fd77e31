using Volcast.ApiContract.Client;
using Volcast.ApiContract.Monitoring;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.Monitoring;

/// <summary>Reads what Monitoring shows.</summary>
internal static class MonitoringLoader
{
    private const int MostRows = 10_000;
    private const int Years = 2;

    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var checks = await api.MonitoringAsync();
        if (StateModel.Of(checks) is { } nothing)
            return nothing;
        if (checks.Document!.Session is not { } session)
            return new StateModel(StatusCodes.Status404NotFound, "No checks yet",
                "Nothing has been checked so far. `volcast monitor` or the daily run does it.");
        var subject = MonitoringModel.DriftSubject(checks.Document, request);
        var all = new MonitoringFilter { From = session.AddYears(-Years), Limit = MostRows };
        var live = all with { Horizon = request.Horizon, Subject = "live" };
        var loss = ReadAsync(live with { Check = "loss_alarm" });
        var pit = ReadAsync(live with { Check = "pit_alarm" });
        var scores = ReadAsync(all with { Horizon = request.Horizon, Kind = "score", Check = "qlike" });
        var drift = subject is null ? null : ReadAsync(all with { Kind = "drift", Subject = subject });
        var alerts = ReadAsync(all with { Kind = "alert" });
        var decisions = ReadAsync(all with { Kind = "decision" });
        var impacts = api.DriftAsync();
        var models = api.ModelsAsync();
        return MonitoringModel.Of(checks.Document, new()
        {
            Loss = await loss,
            Pit = await pit,
            Scores = await scores,
            Drift = drift is null ? [] : await drift,
            Features = (await impacts).Document?.Features ?? [],
            Alerts = await alerts,
            Decisions = await decisions,
            Model = (await models).Document?.Models is [var model, ..] ? model : null,
        }, request.Horizon, subject);

        async Task<IReadOnlyList<CheckDocument>> ReadAsync(MonitoringFilter filter) =>
            (await api.MonitoringAsync(filter)).Document?.Checks ?? [];
    }
}
