namespace Volcast.Registry.Local;

/// <summary>Corrects the URIs inside a store that was moved. URIs of other stores, such as s3://, are not changed.</summary>
internal sealed class Rebase(StoreLayout layout, RegistryFiles files)
{
    public int Run()
    {
        var changed = 0;
        foreach (var experiment in layout.Experiments())
            changed += Mend(experiment, "artifact_location", _ => experiment);
        foreach (var run in layout.Runs())
            changed += Mend(run, "artifact_uri", _ => RunFiles.Artifacts(run));
        foreach (var model in layout.ModelNames())
            foreach (var number in layout.VersionNumbers(model))
            {
                var folder = layout.Version(model, number);
                changed += Math.Max(Mend(folder, "source", InRun), Mend(folder, "storage_location", InRun));
            }
        return changed;
    }

    // file:///old/EXP/RUN/artifacts/model → the same run's folder in this store, or null if the run is not in it.
    private string? InRun(string oldPath)
    {
        var parts = oldPath.Split('/');
        var at = Array.LastIndexOf(parts, "artifacts");
        return at > 0 && layout.FindRun(parts[at - 1]) is { } run
            ? Path.Combine([RunFiles.Artifacts(run), .. parts[(at + 1)..]])
            : null;
    }

    private int Mend(string folder, string key, Func<string, string?> newPath)
    {
        var path = Path.Combine(folder, StoreLayout.Meta);
        var meta = YamlMap.Load(path);
        if (meta.Find(key) is not { } old || !Uri.TryCreate(old, UriKind.Absolute, out var uri) || !uri.IsFile
            || newPath(Uri.UnescapeDataString(uri.AbsolutePath)) is not { } place || StoreLayout.Uri(place) == old)
            return 0;
        files.Put(path, meta.Set(key, StoreLayout.Uri(place)).ToBytes());
        return 1;
    }
}
