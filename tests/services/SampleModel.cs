using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Registry;

namespace Volcast.Services.Tests;

/// <summary>Models as training registers them, without the walk-forward that comes before; shared by the tests of later
/// jobs.</summary>
internal static class SampleModel
{
    /// <summary>The files of a fitted model.</summary>
    public static ArtifactFolder FolderOf(IFittedForecaster fitted, ForecastDistribution? distribution) =>
        new(new ForecasterArtifact(fitted, distribution).Save()
            .Select(file => KeyValuePair.Create(file.Key, (ReadOnlyMemory<byte>)file.Value)));

    /// <summary>A version of SPY's model, the challenger from then on.</summary>
    /// <param name="model">Its files.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="digest">A hexadecimal digit: another one is another version.</param>
    /// <param name="now">When it was trained.</param>
    /// <param name="market">What it says that it learnt from.</param>
    public static Registration Registration(
        ArtifactFolder model, int horizon, char digest, DateTimeOffset now, string market = "SIMULATED") => new()
        {
            Model = ModelName.For("SPY", horizon),
            TrainingDigest = new string(digest, 64),
            Run = new Run
            {
                Id = new string(digest, 32),
                Experiment = "test",
                Name = "test",
                StartTime = now,
                EndTime = now,
            },
            ModelFolder = model,
            VersionTags = new Dictionary<string, string> { [RegistryTags.DataKind] = market },
            Aliases = [RegistryTags.Challenger],
        };
}
