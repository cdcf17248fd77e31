using Volcast.ApiContract.Models;
using Volcast.Reports;
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
            return StateModel.Of(await api.ForecastAsync()) ?? new StateModel(StatusCodes.Status404NotFound, "No model yet",
                "The first model was registered just now. Load the page again.");
        var evidence = api.EvidenceAsync("serving");
        foreach (var name in (string[])["a", "b", "card"])
            if (request.Text(name) is { Length: > 0 } unknown && model.Versions.All(version => Number(version) != unknown))
                return new StateModel(StatusCodes.Status404NotFound, "This version does not exist",
                    $"{model.Model} has no version {unknown}. It has {string.Join(", ", model.Versions.Select(Number))}.");
        var pair = ModelsModel.Pair(model, request.Text("a"), request.Text("b"));
        var shown = model.Versions.FirstOrDefault(version => Number(version) == request.Text("card"));
        var carded = shown ?? ModelsModel.ServingOrNewest(model);
        var card = carded is null ? null : api.CardAsync(Number(carded));
        var (first, second) = pair is { } both
            ? (api.EvidenceAsync(Number(both.First)), api.EvidenceAsync(Number(both.Second)))
            : (null, null);
        return ModelsModel.Of(model, (await evidence).Document) with
        {
            Comparison = pair is { } versions
                ? new(versions.First, versions.Second, (await first!).Document, (await second!).Document)
                : null,
            CardVersion = carded?.ModelVersion,
            IsCardAsked = shown is not null,
            Card = card is null ? null : (await card).Document,
        };
    }

    private static string Number(VersionDocument version) => NumberText.Of(version.ModelVersion, "0");
}
