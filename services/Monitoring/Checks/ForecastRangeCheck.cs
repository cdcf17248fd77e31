using System.Globalization;
using Volcast.Lake.Tables;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>Whether the newest forecast lies outside every forecast and every outcome of the walk-forward: then either an input is
/// wrong, or the model extrapolates.</summary>
internal static class ForecastRangeCheck
{
    public static IEnumerable<MonitoringRow> Run(MonitoredModel model, MonitoredTarget target)
    {
        var newest = LiveForecasts.Of(target, model).LastOrDefault(row => row.ForecastOrigin == target.Session);
        if (newest is null)
            yield break;
        var row = model.Row(target.Session, CheckSubjects.Forecast, CheckNames.OutOfRange, MonitoringKind.Data) with
        {
            Value = Math.Sqrt(newest.Variance),
        };
        if (model.WalkForward.Value is not { } past
            || past.Models.FirstOrDefault(one => one.Name == model.Recipe) is not { } forecasts
            || forecasts.Variance.Concat(past.RealizedVariance).Where(double.IsFinite).ToArray() is not { Length: > 0 } seen)
        {
            yield return row with { Status = MonitoringStatus.Insufficient };
            yield break;
        }
        var (least, most) = (Math.Sqrt(seen.Min()), Math.Sqrt(seen.Max()));
        var isOutside = row.Value < least || row.Value > most;
        yield return row with
        {
            Threshold = row.Value < least ? least : most,
            Status = isOutside ? MonitoringStatus.Failed : MonitoringStatus.Ok,
            Detail = CheckDetail.OfReasons(isOutside
                ? [string.Create(CultureInfo.InvariantCulture,
                    $"The forecast volatility of {row.Value:P1} is outside {least:P1} to {most:P1}, all that was forecast or "
                    + $"realised in the walk-forward of {model.Model}.")]
                : []),
        };
    }
}
