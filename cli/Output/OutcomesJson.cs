using Volcast.ApiContract.CommandLine;
using Volcast.ApiContract.Data;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Prediction.Documents;

namespace Volcast.Cli.Output;

/// <summary><c>volcast outcomes --json</c></summary>
internal static class OutcomesJson
{
    public static void Write(Terminal terminal, IReadOnlyList<OutcomesPage> pages) =>
        DocumentJson.Write<IReadOnlyList<OutcomesDocument>>(terminal, [.. pages.Select(Document)]);

    private static OutcomesDocument Document(OutcomesPage page)
    {
        var (outcomes, scores) = page.Scored;
        return new()
        {
            Symbol = outcomes.Target.Value,
            DataKind = page.DataKind.Name(),
            NewOutcomes = outcomes.Added.Count,
            RevisedOutcomes = outcomes.Revised,
            NewScores = scores.Added.Count,
            PendingOutcomes = outcomes.Pending,
            NextTargetEnd = outcomes.NextEnd,
            UnknownOutcomes =
            [
                .. outcomes.Unknown.Select(one => new UnknownOutcomeDocument(
                    one.Horizon, one.ForecastOrigin, one.TargetEnd, one.Reason)),
            ],
            ModelScores = [.. page.Models.Select(Document)],
        };
    }

    private static ModelScoresDocument Document(ScoreSummary one) => new()
    {
        Horizon = one.Horizon,
        Kind = ForecastDocuments.NameOf(one.Kind),
        Model = one.Model,
        Outcomes = one.Scores.N,
        First = one.Scores.First!.Value,
        Last = one.Scores.Last!.Value,
        Qlike = DocumentJson.Number(one.Scores.Qlike),
        QlikeRange = DocumentJson.Number(one.QlikeRange),
        CommonOriginsWithHar = one.CommonWithHar,
        QlikeRatioToHar = DocumentJson.Number(one.RatioToHar),
        Bias = DocumentJson.Number(one.Scores.Bias),
        Coverage80 = DocumentJson.Number(one.Scores.Interval80.Coverage),
        Coverage95 = DocumentJson.Number(one.Scores.Interval95.Coverage),
        Winkler80 = DocumentJson.Number(one.Scores.Interval80.MeanWinkler),
        Winkler95 = DocumentJson.Number(one.Scores.Interval95.MeanWinkler),
        TailHits =
        [
            .. one.TailHits.Select(hits => new TailHitsDocument(
                hits.Sessions, hits.Confidence, hits.N, hits.Expected, hits.Hits)),
        ],
    };
}
