using System.Security.Cryptography;
using System.Text;

namespace Volcast.Registry.Tests;

/// <summary>A small registration. Another recipe gives another digest and so another version.</summary>
internal static class SampleRegistration
{
    public const string Model = "volcast-SPY-5d";

    /// <summary>2021-12-31 21:00 UTC is 1640984400000 ms.</summary>
    public static readonly DateTimeOffset Start = new(2021, 12, 31, 21, 0, 0, TimeSpan.Zero);

    public static Registration Of(string recipe = "first", params string[] aliases)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipe)));
        return new Registration
        {
            Model = Model,
            TrainingDigest = digest,
            Run = new Run
            {
                Id = Run.IdFrom(digest),
                Experiment = "volcast",
                Name = recipe,
                StartTime = Start,
                EndTime = Start.AddSeconds(5),
                Params = new Dictionary<string, string> { ["max_depth"] = "3" },
                Metrics = new Dictionary<string, IReadOnlyList<MetricPoint>>
                {
                    ["qlike"] = [new(0.5, Start), new(0.25, Start.AddSeconds(1), 1)],
                },
                Tags = new Dictionary<string, string> { ["volcast.recipe"] = recipe },
            },
            ModelFolder = ArtifactFolder.Empty.With("MLmodel", "loader").With("model.json", "{}"),
            Artifacts = ArtifactFolder.Empty.With("evidence/walk-forward.csv", $"model,{recipe}\n"),
            VersionTags = new Dictionary<string, string> { ["volcast.recipe"] = recipe },
            Aliases = aliases,
        };
    }
}
