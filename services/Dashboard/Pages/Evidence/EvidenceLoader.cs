using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.Pages.Evidence;

/// <summary>Reads what Evidence shows.</summary>
internal static class EvidenceLoader
{
    private const string Serving = "serving";

    public static async Task<PageModel> LoadAsync(PageRequest request, ApiReader api)
    {
        var version = request.Text("version") is { Length: > 0 } chosen ? chosen : Serving;
        var benchmark = request.Text("benchmark") is { Length: > 0 } other ? other : null;
        var series = api.WalkForwardAsync(version, benchmark);
        var evidence = await api.EvidenceAsync(version);
        if (StateModel.Of(evidence) is { } nothing)
            return nothing;
        var walkForward = await series;
        // A version can have scores without series; a benchmark that does not exist is a mistake in the URL.
        if (benchmark is not null && walkForward.Refusal is not null)
            return StateModel.Of(walkForward)!;
        string? because = null;
        if (EvidenceModel.IsBenchmark(evidence.Document!))
        {
            var models = await api.ModelsAsync();
            because = models.Document?.Models.SelectMany(model => model.Versions)
                .FirstOrDefault(one => one.ModelVersion == walkForward.Document?.ModelVersion)?.ChosenBecause;
            // The benchmark is not compared with itself.
            if (benchmark is null && EvidenceModel.RivalOf(evidence.Document!) is { } rival)
                walkForward = await api.WalkForwardAsync(version, rival.Model);
        }
        return EvidenceModel.Of(evidence.Document!, walkForward.Document,
            walkForward.Refusal?.Detail ?? walkForward.Outage, because);
    }
}
