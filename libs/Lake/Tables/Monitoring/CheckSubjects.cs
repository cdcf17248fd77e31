using Volcast.Schemas;

namespace Volcast.Lake.Tables;

/// <summary>What the checks of the table <c>monitoring</c> are about; a check of a feature has its name.</summary>
public static class CheckSubjects
{
    /// <summary>The forecasts of the champion that were made in time.</summary>
    public static readonly string Live = StoredName.Of(ForecastKind.Live);

    /// <summary>The forecasts of HAR and of the calibrated implied-volatility index.</summary>
    public static readonly string Baseline = StoredName.Of(ForecastKind.Baseline);

    /// <summary>The forecast itself.</summary>
    public const string Forecast = "forecast";

    /// <summary>The realised variance.</summary>
    public const string Outcome = "outcome";

    /// <summary>The bars and features of a target.</summary>
    public const string Data = "data";

    /// <summary>Registry and disk.</summary>
    public const string System = "system";

    /// <summary>A decision about a registered model.</summary>
    public const string Model = "model";

    /// <summary>An alert that was sent or that cleared.</summary>
    public const string Alert = "alert";
}
