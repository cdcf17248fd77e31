using Volcast.Evaluation;
using Volcast.Market;

namespace Volcast.Evidence.Published;

/// <summary>Inequalities that hold for any data: a higher confidence gives a higher value-at-risk, and the expected shortfall is
/// no less than the value-at-risk.</summary>
internal static class TailRiskLaws
{
    /// <summary>The places where an inequality does not hold.</summary>
    public static IEnumerable<(string Place, string Stated, string Actual)> Broken(WalkForwardResult result)
    {
        foreach (var model in result.Models)
            foreach (var group in model.TailRisk.GroupBy(risk => risk.Sessions))
            {
                var risks = group.OrderBy(risk => risk.Confidence).ToArray();
                for (var row = 0; row < result.Origins.Length; row++)
                {
                    var place = $"{model.Name} over {Counted.Of(group.Key, "session")} from {result.Origins[row]:yyyy-MM-dd}";
                    foreach (var risk in risks)
                        if (double.IsFinite(risk.ValueAtRisk[row]) && !(risk.ExpectedShortfall[row] >= risk.ValueAtRisk[row]))
                            yield return ($"{place}: shortfall at {risk.Confidence:0.00}", $"{risk.ExpectedShortfall[row]:R}",
                                $"no less than its value at risk, {risk.ValueAtRisk[row]:R}");
                    for (var i = 1; i < risks.Length; i++)
                        if (double.IsFinite(risks[i - 1].ValueAtRisk[row])
                            && !(risks[i].ValueAtRisk[row] >= risks[i - 1].ValueAtRisk[row]))
                            yield return ($"{place}: value at risk at {risks[i].Confidence:0.00}",
                                $"{risks[i].ValueAtRisk[row]:R}",
                                $"no less than that at {risks[i - 1].Confidence:0.00}, {risks[i - 1].ValueAtRisk[row]:R}");
                }
            }
    }
}
