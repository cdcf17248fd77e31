using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Workspace;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the files of the versions that serve the targets are the registered ones, by their digests.</summary>
internal static class ModelsCheck
{
    /// <param name="context">The settings.</param>
    /// <param name="http">Sends the requests; null for the real network.</param>
    /// <param name="clock">Measures timeouts.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task<Diagnosis> RunAsync(
        CommandContext context, HttpMessageHandler? http, TimeProvider clock, CancellationToken stop)
    {
        var address = context.Registry(context.SourceKind);
        var registry = RegistryFactory.Open(address, context.Settings, http, clock, RegistryCheck.Once);
        using var disposable = registry as IDisposable;
        HashSet<string> registered;
        try
        {
            registered = [.. await registry.ListModelsAsync(stop)];
        }
        catch (RegistryException)
        {
            return Diagnosis.Problem("not examined, because the registry cannot be read", "Repair the registry first.");
        }
        var (sound, findings) = (new List<string>(), new List<Diagnosis>());
        foreach (var target in context.Targets.Select(roles => roles.Target))
            foreach (var horizon in HorizonList.All.Where(horizon => registered.Contains(ModelName.For(target.Value, horizon))))
                try
                {
                    using var model = await RegisteredForecaster.LoadAsync(registry, target, horizon, stop);
                    sound.Add($"{model.Version}");
                }
                catch (RegistryException unusable) when (unusable.Problem is RegistryProblem.Tampered or RegistryProblem.Corrupt
                    or RegistryProblem.Foreign or RegistryProblem.NotFound)
                {
                    findings.Add(Diagnosis.Of(unusable));
                }
        return Diagnosis.Together(findings, Diagnosis.Ok(sound.Count == 0
            ? "none serves the targets yet; `volcast train` makes one"
            : $"{string.Join(", ", sound)}: every file has its registered digest"));
    }
}
