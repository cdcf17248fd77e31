using System.Text.Json.Serialization;
using Volcast.ApiContract.CommandLine;
using Volcast.ApiContract.Data;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;
using Volcast.ApiContract.Operations;
using Volcast.ApiContract.Predictions;
using Volcast.ApiContract.Scenarios;
using Volcast.ApiContract.Targets;

namespace Volcast.ApiContract;

/// <summary>How documents are written and read as JSON: names in snake_case, a missing value as null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ForecastDocument))]
[JsonSerializable(typeof(ForecastListDocument))]
[JsonSerializable(typeof(TermStructureDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(TargetsDocument))]
[JsonSerializable(typeof(ExplainedForecastDocument))]
[JsonSerializable(typeof(AttributionDocument))]
[JsonSerializable(typeof(PredictionsRequest))]
[JsonSerializable(typeof(PredictionsDocument))]
[JsonSerializable(typeof(ScoringRequest))]
[JsonSerializable(typeof(ScoringDocument))]
[JsonSerializable(typeof(ScenarioRequest))]
[JsonSerializable(typeof(ScenarioDocument))]
[JsonSerializable(typeof(NewsImpactDocument))]
[JsonSerializable(typeof(ModelsDocument))]
[JsonSerializable(typeof(VersionDocument))]
[JsonSerializable(typeof(EvidenceDocument))]
[JsonSerializable(typeof(WalkForwardDocument))]
[JsonSerializable(typeof(FeaturesDocument))]
[JsonSerializable(typeof(MarketDocument))]
[JsonSerializable(typeof(QualityDocument))]
[JsonSerializable(typeof(SessionsDocument))]
[JsonSerializable(typeof(QuarantineDocument))]
[JsonSerializable(typeof(TrackRecordDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(ServiceDocument))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(IReadOnlyList<ForecastReportDocument>))]
[JsonSerializable(typeof(IReadOnlyList<TermStructureReportDocument>))]
[JsonSerializable(typeof(IReadOnlyList<OutcomesDocument>))]
[JsonSerializable(typeof(DriftDocument))]
[JsonSerializable(typeof(MonitoringDocument))]
[JsonSerializable(typeof(IReadOnlyList<MonitoringDocument>))]
[JsonSerializable(typeof(DailyRunDocument))]
[JsonSerializable(typeof(IReadOnlyList<ReplayDocument>))]
[JsonSerializable(typeof(ExplainReportDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(VerificationDocument))]
[JsonSerializable(typeof(DataFindingsDocument))]
[JsonSerializable(typeof(AlertsDocument))]
[JsonSerializable(typeof(AlertTestsDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(IReadOnlyList<ListedVersionDocument>))]
[JsonSerializable(typeof(VersionPageDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(GatherDocument))]
[JsonSerializable(typeof(CompactionDocument))]
[JsonSerializable(typeof(IReadOnlyList<PromotionDocument>))]
[JsonSerializable(typeof(IReadOnlyList<TransferDocument>))]
internal sealed partial class ContractJson : JsonSerializerContext;
