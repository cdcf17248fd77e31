using Volcast.ApiContract.Data;
using Volcast.Volatility;

namespace Volcast.Prediction.Documents;

/// <summary>The traffic light as a document.</summary>
public static class TrafficLightDocuments
{
    /// <summary>Null where there is no traffic light.</summary>
    public static TrafficLightDocument? Of(BaselTrafficLight? light) => light is { } known
        ? new(known.Sessions, known.ExpectedHits, known.Hits, known.Zone.ToString().ToLowerInvariant()) : null;
}
