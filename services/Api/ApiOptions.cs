using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Services.Api;

/// <summary>How the service behaves.</summary>
internal sealed record ApiOptions
{
    /// <summary>Where to listen; port 0 for any that is free.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The folder with <c>lake/</c> and <c>mlruns/</c>.</summary>
    public required string DataFolder { get; init; }

    public required IReadOnlyList<AssetRoles> Targets { get; init; }

    /// <summary>How often lake and registry are asked whether they have changed; 1 s to 1 h.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromSeconds(1);

    public string LakeFolder => Path.Combine(DataFolder, "lake");

    public string RegistryFolder => Path.Combine(DataFolder, "mlruns");

    /// <param name="settings">The values in force.</param>
    /// <param name="workingFolder">What relative folders are relative to.</param>
    public static ApiOptions Of(Settings settings, string workingFolder)
    {
        var implied = ImpliedVolatilityIndex.Parse(settings.Text(ApiSettings.ImpliedVolatility));
        var isSimulated = settings.Text(ApiSettings.Source).Equals("simulated", StringComparison.OrdinalIgnoreCase);
        var folder = settings.Text(ApiSettings.Data);
        return new ApiOptions
        {
            Address = new(settings.Text(ApiSettings.Address)),
            DataFolder = Path.GetFullPath(
                isSimulated && !settings.IsGiven(ApiSettings.Data) ? Path.Combine(folder, "simulated") : folder, workingFolder),
            Targets =
            [
                .. settings.Text(ApiSettings.Targets)
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(Symbol.Parse).Distinct().Select(target => AssetRoles.For(target, implied)),
            ],
            RefreshEvery = TimeSpan.FromSeconds(settings.Number(ApiSettings.RefreshEvery)),
        };
    }
}
