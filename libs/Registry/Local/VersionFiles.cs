using System.Globalization;
using System.Text;

namespace Volcast.Registry.Local;

/// <summary>The folder of a registered model: meta.yaml, <c>version-N</c> with meta.yaml and tags, and <c>aliases</c>.</summary>
internal sealed class VersionFiles(StoreLayout layout, RegistryFiles files)
{
    // The stage that MLflow sets on a deleted version.
    private const string DeletedStage = "Deleted_Internal";

    public void EnsureModel(string model, DateTimeOffset now)
    {
        if (!File.Exists(MetaPath(layout.Model(model))))
            files.PutFolder(layout.Model(model), One(StoreLayout.Meta, new YamlMap()
                .Set("creation_timestamp", now.ToUnixTimeMilliseconds())
                .Set("description", "")
                .Set("last_updated_timestamp", now.ToUnixTimeMilliseconds())
                .Set("name", model)));
    }

    /// <summary>Creates the next version, with its tags, by one rename.</summary>
    public int Create(string model, string runId, string source, DateTimeOffset now, IReadOnlyDictionary<string, string> tags)
    {
        var number = layout.VersionNumbers(model).LastOrDefault() + 1;
        var folder = One(StoreLayout.Meta, new YamlMap()
            .Set("creation_timestamp", now.ToUnixTimeMilliseconds())
            .Set("current_stage", "None")
            .Set("description", "")
            .Set("last_updated_timestamp", now.ToUnixTimeMilliseconds())
            .Set("name", model)
            .Set("run_id", runId)
            .Set("run_link", "")
            .Set("source", source)
            .Set("status", "READY")
            .Set("storage_location", source)
            .Set("user_id", "volcast")
            .Set("version", number));
        foreach (var (key, value) in tags)
            folder = folder.With($"tags/{key}", value);
        files.PutFolder(layout.Version(model, number), folder);
        return number;
    }

    /// <summary>Sets the aliases that a registration has not set yet, and then deletes the tag that lists them.</summary>
    public void Complete(ModelVersion version)
    {
        if (!version.Tags.TryGetValue(RegistryTags.PendingAliases, out var pending))
            return;
        var path = MetaPath(layout.Model(version.Model));
        var meta = YamlMap.Load(path);
        if ((meta.FindTime("last_updated_timestamp") ?? default) < version.CreatedAt)
            files.Put(path, meta.Set("last_updated_timestamp", version.CreatedAt.ToUnixTimeMilliseconds()).ToBytes());
        var aliases = pending.Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var alias in aliases)
            if ((FindAlias(version.Model, alias) ?? 0) < version.Number
                && (alias != RegistryTags.Challenger || aliases.Contains(RegistryTags.Champion)
                    || FindAlias(version.Model, RegistryTags.Champion) != version.Number))
                SetAlias(version.Model, alias, version.Number);
        files.Delete(Path.Combine(layout.VersionTags(version.Model, version.Number), RegistryTags.PendingAliases));
    }

    public IEnumerable<ModelVersion> List(string model)
    {
        var aliases = Aliases(model);
        return layout.VersionNumbers(model).Reverse().Select(number => Read(model, number, aliases)).OfType<ModelVersion>();
    }

    public ModelVersion? Find(string model, int number) => Read(model, number, Aliases(model));

    public int? FindAlias(string model, string alias) => Aliases(model).TryGetValue(alias, out var number) ? number : null;

    /// <summary>Modification times of the files and folders that a new version, an alias or a deletion changes; null for an
    /// unknown model. Volcast replaces files, which changes the folder's time; MLflow's tools write into existing
    /// files.</summary>
    public string? Stamp(string model)
    {
        var folder = new DirectoryInfo(layout.Model(model));
        if (!folder.Exists)
            return null;
        var stamp = new StringBuilder().Append(folder.LastWriteTimeUtc.Ticks);
        foreach (var entry in folder.EnumerateDirectories())
        {
            stamp.Append(' ').Append(entry.Name).Append(' ').Append(entry.LastWriteTimeUtc.Ticks);
            if (entry.Name == StoreLayout.AliasesName)
                foreach (var alias in entry.EnumerateFiles())
                    stamp.Append(' ').Append(alias.Name).Append(' ').Append(alias.LastWriteTimeUtc.Ticks);
            else
                stamp.Append(' ').Append(File.GetLastWriteTimeUtc(MetaPath(entry.FullName)).Ticks)
                    .Append(' ').Append(Directory.GetLastWriteTimeUtc(Path.Combine(entry.FullName, StoreLayout.TagsName)).Ticks);
        }
        return stamp.ToString();
    }

    public void SetAlias(string model, string alias, int number) =>
        files.Put(
            Path.Combine(layout.Aliases(model), alias), Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private ModelVersion? Read(string model, int number, IReadOnlyDictionary<string, int> aliases)
    {
        if (!Directory.Exists(layout.Version(model, number)))
            return null;
        var meta = YamlMap.Load(MetaPath(layout.Version(model, number)));
        return meta.Find("current_stage") == DeletedStage ? null : new ModelVersion
        {
            Model = model,
            Number = number,
            CreatedAt = meta.FindTime("creation_timestamp") ?? DateTimeOffset.UnixEpoch,
            // A version without a run has at least a source.
            RunId = meta.Find("run_id") ?? (meta.Find("source") is null ? meta.Get("run_id") : ""),
            Source = meta.Find("storage_location") ?? meta.Get("source"),
            Tags = RunFiles.ReadTexts(layout.VersionTags(model, number)),
            Aliases = [.. aliases.Where(a => a.Value == number).Select(a => a.Key).Order(StringComparer.Ordinal)],
        };
    }

    private Dictionary<string, int> Aliases(string model) => RunFiles.ReadTexts(layout.Aliases(model)).ToDictionary(
        alias => alias.Key,
        alias => int.TryParse(alias.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RegistryException(RegistryProblem.Corrupt,
                $"{Path.Combine(layout.Aliases(model), alias.Key)} holds '{alias.Value}' instead of a version number."
                + " Delete the file and set the alias again."));

    private static string MetaPath(string folder) => Path.Combine(folder, StoreLayout.Meta);

    private static ArtifactFolder One(string path, YamlMap content) => ArtifactFolder.Empty.With(path, content.ToBytes());
}
