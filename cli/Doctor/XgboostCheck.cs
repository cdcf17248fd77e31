using Volcast.Boosting;

namespace Volcast.Cli.Doctor;

/// <summary>Whether libxgboost can be loaded, which training and forecasting need.</summary>
internal static class XgboostCheck
{
    public static Task<Diagnosis> RunAsync(CancellationToken stop)
    {
        try
        {
            return Task.FromResult(Diagnosis.Ok($"{XGBoostLibrary.Version} ({XGBoostLibrary.Location})"));
        }
        catch (XGBoostNotFoundException missing)
        {
            return Task.FromResult(Diagnosis.Of(missing));
        }
    }
}
