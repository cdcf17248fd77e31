using System.Text;

namespace Volcast.Registry.Local;

/// <summary>
/// The names of experiments that MLflow's tools created, whose ids are not computed from their names. The file
/// <c>.volcast.experiments</c> has one line for each: id, tab, name. A line without a name is an experiment that Volcast created.
/// A search by name reads this file and the experiments that it does not list yet.
/// </summary>
internal sealed class ExperimentIndex
{
    private readonly StoreLayout layout;
    private readonly RegistryFiles files;
    private readonly SortedDictionary<string, string> names = new(StringComparer.Ordinal);

    public ExperimentIndex(StoreLayout layout, RegistryFiles files) : this(layout, files, Load(layout))
    {
    }

    private ExperimentIndex(StoreLayout layout, RegistryFiles files, string[] lines)
    {
        (this.layout, this.files) = (layout, files);
        foreach (var line in lines)
            if (line.Split('\t', 2) is [var id, var name])
                names[id] = name;
    }

    /// <summary>The id of the experiment of this name, if MLflow's tools created it; otherwise null.</summary>
    public string? Find(string name)
    {
        var ids = layout.ExperimentFolders().ToHashSet(StringComparer.Ordinal);
        var hasChanged = false;
        foreach (var gone in names.Keys.Except(ids).ToArray())
            hasChanged |= names.Remove(gone);
        foreach (var id in ids.Except(names.Keys).Where(id => File.Exists(Path.Combine(layout.Experiment(id), StoreLayout.Meta))))
        {
            var read = ExperimentFiles.Name(layout.Experiment(id));
            names[id] = ExperimentFiles.IdFrom(read) == id ? "" : read;
            hasChanged = true;
        }
        if (hasChanged)
            files.Put(layout.ExperimentIndex, Encoding.UTF8.GetBytes(string.Concat(names.Select(n => $"{n.Key}\t{n.Value}\n"))));
        return names.FirstOrDefault(entry => entry.Value == name).Key;
    }

    /// <summary>An index that reads every experiment again, because one was renamed.</summary>
    public ExperimentIndex Rebuilt() => new(layout, files, []);

    private static string[] Load(StoreLayout layout) =>
        File.Exists(layout.ExperimentIndex) ? File.ReadAllLines(layout.ExperimentIndex) : [];
}
