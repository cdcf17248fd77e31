using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting;

/// <summary>
/// A fitted forecaster as it is kept in a folder: <c>recipe.json</c>, <c>model.json</c> where there is a booster, and
/// <c>interval.json</c> where its past errors are known. A reloaded one forecasts the same bits.
/// </summary>
/// <param name="forecaster">Owned: disposed with the artifact.</param>
/// <param name="distribution">The state of its distribution after the training's walk-forward; null where there was none.</param>
public sealed class ForecasterArtifact(IFittedForecaster forecaster, ForecastDistribution? distribution = null) : IDisposable
{
    public IFittedForecaster Forecaster { get; } = forecaster;
    public ForecastDistribution? Distribution { get; } = distribution;
    public Recipe Recipe => Forecaster.Recipe;

    /// <summary>The folder's files: path → content, the same bytes for the same training.</summary>
    public SortedDictionary<string, byte[]> Save()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, content) in Forecaster.Save())
            files.Add(path, content);
        if (Distribution is not null)
            files.Add(ForecastDistribution.FileName, Distribution.Save());
        return files;
    }

    /// <exception cref="InvalidDataException">A file is missing, damaged, of another format or of another training.</exception>
    public static ForecasterArtifact Load(IReadOnlyDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue(Recipe.FileName, out var recipe))
            throw new InvalidDataException($"The artifact has no {Recipe.FileName}: restore it, or train again.");
        var distribution = files.TryGetValue(ForecastDistribution.FileName, out var state)
            ? ForecastDistribution.Load(state) : null;
        return new(ForecasterCatalog.Load(Recipe.Parse(recipe), files), distribution);
    }

    public void Dispose() => Forecaster.Dispose();
}
