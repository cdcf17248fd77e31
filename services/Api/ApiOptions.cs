using Volcast.Hosting;
using Volcast.Hosting.Keys;
using Volcast.Lake.Stores;
using Volcast.Market;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.Workspace;

namespace Volcast.Services.Api;

/// <summary>The service's options.</summary>
internal sealed record ApiOptions
{
    /// <summary>Where to listen; port 0 takes any free port.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The folder with <c>lake/</c> and <c>mlruns/</c>, or a place in a bucket.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The store of the lake; by default the one in the folder.</summary>
    public IObjectStore Lake
    {
        get => field ??= new LocalObjectStore(DataLocations.LakeIn(DataFolder));
        init;
    }

    /// <summary>The API keys; by default those in the folder.</summary>
    public ApiKeyFile Keys
    {
        get => field ??= new(Path.Combine(DataFolder, ApiKeyFile.FileName));
        init;
    }

    /// <summary>The last uses of the keys; by default those in the folder.</summary>
    public KeyUseFile KeyUses
    {
        get => field ??= new(Path.Combine(DataFolder, KeyUseFile.FileName));
        init;
    }

    public required IReadOnlyList<AssetRoles> Targets { get; init; }

    /// <summary>How often the service checks lake and registry for changes; 1 s to 1 h, 1 s by default.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Settled sessions that a target's newest session may be behind before the service counts as degraded; 1 by
    /// default.</summary>
    public int MaximumAge { get; init; } = 1;

    /// <summary>The limits of memory, waiting time and parallel work.</summary>
    public SnapshotLimits Snapshots { get; init; } = new();

    /// <summary>The exchange's sessions.</summary>
    public TradingCalendar Calendar { get; init; } = TradingCalendar.Nyse;

    /// <inheritdoc cref="WebHostingOptions.RequestsPerSecond"/>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>Whether requests need a key even if no key exists yet. Once a key exists, they always do.</summary>
    public bool RequiresKeys { get; init; }

    /// <summary>Completes the commands that a message suggests with the flags of this service, so that they read the same
    /// data.</summary>
    public Func<string, string> CompleteCommands { get; init; } = text => text;

    /// <summary>The options of the shared web host.</summary>
    public WebHostingOptions WebHosting => new()
    {
        ServiceName = "volcast-api",
        Program = typeof(ApiOptions).Assembly,
        Address = Address,
        RequestsPerSecond = RequestsPerSecond,
    };

    /// <param name="settings">The resolved settings.</param>
    /// <param name="places">Where lake, registry and targets are.</param>
    public static ApiOptions Of(Settings settings, DataLocations places)
    {
        var address = new Uri(settings.Text(ApiSettings.Address));
        return new ApiOptions
        {
            Address = address,
            DataFolder = places.DataFolder,
            Lake = places.LakeStore,
            Keys = places.ApiKeys,
            KeyUses = places.ApiKeyUses,
            RequiresKeys = RequiresKeysAt(address, settings, places.ApiKeys),
            RequestsPerSecond = settings.Number(ApiSettings.Rate),
            Targets = places.Targets,
            Calendar = WorkspaceSettings.Calendar(settings),
            MaximumAge = settings.Number(WorkspaceSettings.MaximumAge),
            Snapshots = new SnapshotLimits { Bytes = (long)settings.Number(ApiSettings.Memory) << 20 },
            CompleteCommands = text => CommandsWithFlags(settings, text),
            RefreshEvery = TimeSpan.FromSeconds(settings.Number(ApiSettings.RefreshEvery)),
        };
    }

    /// <summary>A service that other machines can reach requires keys.</summary>
    /// <exception cref="SettingException">Other machines could reach the service, and there is no key.</exception>
    private static bool RequiresKeysAt(Uri address, Settings settings, ApiKeyFile keys) =>
        address.IsLoopback || keys.Read().Count > 0 ? !address.IsLoopback : throw new SettingException(
            CommandsWithFlags(settings, $"Other machines can reach {address}, and there is no API key in {keys.Path}. "
                + "Run `volcast keys create --name NAME` first, or listen on http://127.0.0.1:8080."));

    /// <summary>Every command that a message of the service suggests takes these flags.</summary>
    private static string CommandsWithFlags(Settings settings, string text)
    {
        var program = SuggestedCommand.Program(Environment.GetEnvironmentVariable);
        var given = new[] { WorkspaceSettings.Source, WorkspaceSettings.Data }
            .Where(setting => settings[setting].Origin == SettingOrigin.Flag)
            .Select(setting => (setting.Flag!, settings.Text(setting))).ToArray();
        return SuggestedCommand.Complete(text, words => SuggestedCommand.With($"{program} {words}", given));
    }
}
