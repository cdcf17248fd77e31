using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Volcast.Registry.Local;

/// <summary>Experiments of the local store. The id is computed from the name, so the same runs always have the same
/// paths.</summary>
internal sealed class ExperimentFiles(StoreLayout layout, RegistryFiles files)
{
    /// <summary>Creates what MLflow's tools expect in every store: the Default experiment, a folder for models and a
    /// trash.</summary>
    public void EnsureStore(DateTimeOffset now)
    {
        Directory.CreateDirectory(layout.Trash);
        Directory.CreateDirectory(layout.Models);
        if (!File.Exists(MetaPath(StoreLayout.DefaultExperiment)))
            Create(StoreLayout.DefaultExperiment, "Default", now);
    }

    /// <summary>The id of the active experiment of this name, which is created if it does not exist. Reads two small files,
    /// however many experiments exist.</summary>
    public string Ensure(string name, DateTimeOffset now)
    {
        var id = IdFrom(name);
        if (IsNamed(id, name))
            return id;
        if (FindForeign(name) is { } foreign)
            return foreign;
        RequireNotDeleted(name);
        Create(id, name, now);
        return id;
    }

    /// <exception cref="RegistryException">The experiment of this name was deleted.</exception>
    public void RequireNotDeleted(string name)
    {
        var id = IdFrom(name);
        if (Directory.Exists(Path.Combine(layout.Trash, id)))
            throw new RegistryException(RegistryProblem.Invalid,
                $"Experiment '{name}' has been deleted: {Path.Combine(layout.Trash, id)}. Move that"
                + $" folder to {layout.Experiment(id)} to restore it, or delete it to begin a new experiment.");
    }

    /// <summary>The experiment of this name that MLflow's tools created with another id. The index keeps the names of
    /// experiments that were read before, so that only new ones are read.</summary>
    private string? FindForeign(string name)
    {
        var index = new ExperimentIndex(layout, files);
        var found = index.Find(name);
        return found is null || IsNamed(found, name) ? found : index.Rebuilt().Find(name);
    }

    private bool IsNamed(string id, string name) => File.Exists(MetaPath(id)) && Name(layout.Experiment(id)) == name;

    public static string Name(string folder) => YamlMap.Load(Path.Combine(folder, StoreLayout.Meta)).Get("name");

    /// <summary>18 digits, as MLflow's own ids have.</summary>
    internal static string IdFrom(string name)
    {
        var digest = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return (100_000_000_000_000_000 + digest % 900_000_000_000_000_000).ToString(CultureInfo.InvariantCulture);
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
