using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Volatility;

namespace Volcast.Services.Tests;

/// <summary>HAR as a registered version, with the errors of its own past: it is fitted in a moment.</summary>
internal static class SampleHar
{
    /// <summary>Fits it on the lake's rows of SPY but the newest ones, and registers it as the challenger.</summary>
    /// <param name="registry">Where it is registered.</param>
    /// <param name="lakeFolder">A lake of <see cref="SimulatedLake"/>.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="digest">See <see cref="SampleModel.Registration"/>; every version of every horizon needs another one.</param>
    /// <param name="now">When it was trained.</param>
    /// <param name="newest">How many of the newest rows it does not know.</param>
    /// <param name="errors">How many past forecasts its distribution holds.</param>
    /// <param name="market">What it says that it learnt from.</param>
    public static async Task<ModelVersion> RegisterAsync(IModelRegistry registry, string lakeFolder, int horizon, char digest,
        DateTimeOffset now, int newest = 100, int errors = 600, string market = "SIMULATED")
    {
        await using var lake = await DataLake.OpenLocalAsync(lakeFolder);
        var known = (await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None)).Known;
        var past = known.KnownAt(known.Rows - 1 - newest);
        var labels = RealizedVariance.Labels(past.LogReturns, horizon);
        using var fitted = ForecasterCatalog.Create("har", new ForecasterSettings { Features = [] })
            .Fit(past, labels.AsSpan(0, labels.Length - horizon), horizon);
        var distribution = new ForecastDistribution(horizon);
        for (var row = past.Rows - errors; row < past.Rows; row++)
        {
            distribution.Observe(past.Sessions[row], past.TargetReturns[row]);
            distribution.Issue(fitted.Forecast(past.KnownAt(row)));
        }
        var made = await registry.RegisterAsync(
            SampleModel.Registration(SampleModel.FolderOf(fitted, distribution), horizon, digest, now, market), CancellationToken.None);
        return made.Version;
    }
}
