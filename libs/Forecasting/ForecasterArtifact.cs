using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting;

/// <summary>
/// A fitted forecaster as stored in a folder: <c>recipe.json</c>, <c>model.json</c> if it has a booster, and
/// <c>interval.json</c> if its past errors are known. A reloaded forecaster gives the same bits.
/// </summary>
/// <param name="forecaster">Owned: disposed with the artifact.</param>
/// <param name="distribution">The state of its distribution after the training's walk-forward; null if there was none.</param>
public sealed class ForecasterArtifact(IFittedForecaster forecaster, ForecastDistribution? distribution = null) : IDisposable
{
    /// <summary>Path → size limit in bytes; the files of a shipped model have about 6 kB, 800 kB and 80 kB.</summary>
    private static readonly (string Path, long Bytes)[] Limits =
        [(FittedModelSpec.FileName, 1 << 20), (FittedTrees.FileName, 64 << 20), (ForecastDistribution.FileName, 1 << 20)];

    public IFittedForecaster Forecaster { get; } = forecaster;
    public ForecastDistribution? Distribution { get; } = distribution;
    public FittedModelSpec Spec => Forecaster.Spec;

    /// <summary>The same model with every forecast variance multiplied by a factor, and with the distribution that these
    /// forecasts would have left; null for a recipe without a constant in log variance.</summary>
    public ForecasterArtifact? WithLevel(double factor)
    {
        if (Forecaster.WithLevel(factor) is not { } spec)
            return null;
        var files = Save();
        files[FittedModelSpec.FileName] = spec.ToJson();
        return new(ForecasterCatalog.Load(spec, files), Distribution?.Rescaled(factor));
    }

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

    /// <exception cref="InvalidDataException">A file is missing, too large, damaged, of another format or from another training,
    /// or holds impossible numbers; the message says which.</exception>
    public static ForecasterArtifact Load(IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var (path, bytes) in Limits)
            if (files.TryGetValue(path, out var content) && content.LongLength > bytes)
                throw new InvalidDataException($"{path} has {content.LongLength:N0} bytes, but the limit is {bytes:N0}: no "
                    + "training made this file. Restore it, or train again.");
        if (!files.TryGetValue(FittedModelSpec.FileName, out var spec))
            throw new InvalidDataException($"The artifact has no {FittedModelSpec.FileName}: restore it, or train again.");
        var parsed = FittedModelSpec.Parse(spec);
        var forecaster = ForecasterCatalog.Load(parsed, files);
        try
        {
            PlausibleModelSpec.Require(parsed);
            return new(forecaster, ReadDistribution(parsed, files));
        }
        catch
        {
            forecaster.Dispose();
            throw;
        }
    }

    private static ForecastDistribution? ReadDistribution(FittedModelSpec spec, IReadOnlyDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue(ForecastDistribution.FileName, out var state))
            return null;
        var distribution = ForecastDistribution.Load(state);
        return distribution.Horizon == spec.Horizon
            ? distribution
            : throw new InvalidDataException($"{ForecastDistribution.FileName} has a horizon of {distribution.Horizon} sessions, "
                + $"{FittedModelSpec.FileName} one of {spec.Horizon}: the files come from different trainings.");
    }

    public void Dispose() => Forecaster.Dispose();
}
