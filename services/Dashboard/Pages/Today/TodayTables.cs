using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>The tables of Today.</summary>
internal static class TodayTables
{
    /// <summary>The forecasts before the newest one and what became of them.</summary>
    public static ReportTable Past(TodayModel model) => new()
    {
        Name = "past",
        Title = "Forecasts and outcomes",
        Columns =
        [
            new("forecast_origin", "origin"), new("target_end", "last session"), new("kind", "kind"),
            new("volatility", "forecast", "0.0 %"), new("lower", "80 % from", "0.0 %"), new("upper", "to", "0.0 %"),
            new("realized_volatility", "realised", "0.0 %"), new("verdict", "interval"),
        ],
        Rows =
        [
            .. model.Past.Select(one => (Cell[])
            [
                NumberText.Day(one.Origin), NumberText.Day(one.TargetEnd), one.Kind, one.Volatility,
                one.Interval?.Lower, one.Interval?.Upper, one.Realized,
                one.Judgement.Verdict,
            ]),
        ],
    };

    /// <summary>Value at risk and expected shortfall.</summary>
    public static ReportTable Risk(TodayModel model) => new()
    {
        Name = "risk",
        Title = "Loss that is exceeded, and the mean loss beyond it",
        Columns =
        [
            new("sessions", "over"), new("confidence", "confidence", "0.# %"), new("value_at_risk", "VaR", "0.0 %"),
            new("expected_shortfall", "ES", "0.0 %"),
        ],
        Rows =
        [
            .. model.Forecast.TailRisk.Where(risk => risk.Confidence is .95 or .99).Select(risk => (Cell[])
            [
                NumberText.Count(risk.Sessions, "session") + (risk.IsExtrapolated == true ? " *" : ""),
                risk.Confidence, risk.ValueAtRisk, risk.ExpectedShortfall,
            ]),
        ],
        Note = model.Forecast.TailRisk.Any(risk => risk is { Confidence: .95 or .99, IsExtrapolated: true })
            ? "* Few past windows lie beyond this level: the figure rests on the method more than on losses of this size."
            : "",
    };
}
