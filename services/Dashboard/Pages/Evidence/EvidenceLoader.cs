using Volcast.ApiContract.Models;
using Volcast.Reports;
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
        var models = api.ModelsAsync();
        var evidence = await api.EvidenceAsync(version);
        if (StateModel.Of(evidence) is { } nothing)
            return nothing;
        // The benchmark is not compared with itself.
        var walkForward = await api.WalkForwardAsync(version, benchmark ?? EvidenceModel.RivalOf(evidence.Document!)?.Model);
        // A version can have scores without series; a benchmark that does not exist is a mistake in the URL.
        if (benchmark is not null && walkForward.Refusal is not null)
            return StateModel.Of(walkForward)!;
        return EvidenceModel.Of(evidence.Document!, walkForward.Document,
            walkForward.Refusal?.Detail ?? walkForward.Outage,
            (await models).Document?.Models is [var model, ..] ? Find(model, version)?.ChosenBecause : null);
    }

    /// <param name="model">Has the version.</param>
    /// <param name="version">A number, an alias or <see cref="Serving"/>.</param>
    private static VersionDocument? Find(ModelDocument model, string version) => model.Versions.FirstOrDefault(one =>
        version == Serving ? one.ModelVersion == model.ServingVersion
            : one.Aliases.Contains(version) || NumberText.Of(one.ModelVersion, "0") == version);
}
