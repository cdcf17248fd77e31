using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Volcast.Registry.Local;

/// <summary>Experiments of the local store. Their id follows from their name: the same runs give the same paths.</summary>
internal sealed class ExperimentFiles(StoreLayout layout, RegistryFiles files)
{
    /// <summary>What MLflow's tools expect of every store: the Default experiment, a place for models, a trash.</summary>
    public void EnsureStore(DateTimeOffset now)
    {
        Directory.CreateDirectory(layout.Trash);
        Directory.CreateDirectory(layout.Models);
        if (!File.Exists(MetaPath(StoreLayout.DefaultExperiment)))
            Create(StoreLayout.DefaultExperiment, "Default", now);
    }

    /// <summary>The id of the active experiment of this name; it is created when there is none.</summary>
    public string Ensure(string name, DateTimeOffset now)
    {
        foreach (var folder in layout.Experiments())
            if (Name(folder) == name)
                return Path.GetFileName(folder);
        var id = IdFrom(name);
        if (Directory.Exists(Path.Combine(layout.Trash, id)))
            throw new RegistryException(RegistryProblem.Invalid,
                $"Experiment '{name}' has been deleted: {Path.Combine(layout.Trash, id)}. Restore it with MLflow's tools,"
                + " or remove that folder, or use another name.");
        Create(id, name, now);
        return id;
    }

    public static string Name(string folder) => YamlMap.Load(Path.Combine(folder, StoreLayout.Meta)).Get("name");

    // 18 digits, as MLflow's own ids have.
    private static string IdFrom(string name)
    {
        var digest = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return (100_000_000_000_000_000 + digest % 900_000_000_000_000_000).ToString();
    }

    private void Create(string id, string name, DateTimeOffset now) => files.Put(MetaPath(id), new YamlMap()
        .Set("artifact_location", StoreLayout.Uri(layout.Experiment(id)))
        .Set("creation_time", now.ToUnixTimeMilliseconds())
        .Set("experiment_id", id)
        .Set("last_update_time", now.ToUnixTimeMilliseconds())
        .Set("lifecycle_stage", "active")
        .Set("name", name)
        .ToBytes());

    private string MetaPath(string id) => Path.Combine(layout.Experiment(id), StoreLayout.Meta);
}
