using Volcast.Market;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion.Versions;

/// <summary>Two versions side by side.</summary>
/// <param name="First">The first version.</param>
/// <param name="Second">The second version.</param>
/// <param name="Scores">Their recipes' scores on common origins, or why these cannot be compared.</param>
/// <param name="Change">How far their forecasts of the newest sessions differ, or why that could not be measured.</param>
public sealed record VersionComparison(
    RegisteredVersion First, RegisteredVersion Second,
    ValueOrReason<PairedScores> Scores, ValueOrReason<ForecastChange> Change)
    : IDisposable
{
    /// <summary>Frees the loaded models of both.</summary>
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}
