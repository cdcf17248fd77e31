using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.Models;

/// <summary>Reads what Models shows.</summary>
internal static class ModelsLoader
{
    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var models = await api.ModelsAsync();
        if (StateModel.Of(models) is { } nothing)
            return nothing;
        if (models.Document!.Models is not [var model, ..])
            return new StateModel(StatusCodes.Status404NotFound, "No model yet",
                $"No model of {request.Symbol ?? "the default symbol"} over {request.Horizon} sessions is registered. "
                + "Its operator runs `volcast train`.");
        var evidence = api.EvidenceAsync("serving");
        var forecast = api.ForecastAsync();
        return ModelsModel.Of(model, (await evidence).Document, (await forecast).Document);
    }
}
