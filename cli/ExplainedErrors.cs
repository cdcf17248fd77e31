using Volcast.Boosting;
using Volcast.Evidence.Published;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Schemas;
using Volcast.Services.Ingest;
using Volcast.Services.Ingest.Sources;
using Volcast.Volatility;

namespace Volcast.Cli;

/// <summary>The errors whose message says all that a user needs. Any other exception is a defect, except a wrong setting and
/// a stop, which end the command at once.</summary>
internal static class ExplainedErrors
{
    public static bool Include(Exception error) => error is
        LakeException or SchemaException or RegistryException or MarketDataException or IngestException
        or InsufficientDataException or EstimationException or EvidenceException or XGBoostException or XGBoostNotFoundException
        or IOException or UnauthorizedAccessException;
}
