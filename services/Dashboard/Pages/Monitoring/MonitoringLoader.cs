using Volcast.ApiContract.Client;
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
        var from = session.AddYears(-Years);
        var loss = api.MonitoringAsync(new MonitoringFilter
        {
            Horizon = request.Horizon,
            Check = "loss_alarm",
            Subject = "live",
            From = from,
            Limit = MostRows,
        });
        var alerts = api.MonitoringAsync(new MonitoringFilter { Kind = "alert", From = from, Limit = MostRows });
        var decisions = api.MonitoringAsync(new MonitoringFilter { Kind = "decision", From = from, Limit = MostRows });
        var forecast = api.ForecastAsync();
        return MonitoringModel.Of(checks.Document, (await loss).Document?.Checks ?? [], (await alerts).Document?.Checks ?? [],
            (await decisions).Document?.Checks ?? [], request.Horizon, (await forecast).Document);
    }
}
