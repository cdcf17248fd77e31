using NJsonSchema;
using Volcast.Hosting;
using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Configuration;

namespace Volcast.Services.Monitoring.Policy;

/// <summary>Reads <c>policy.yaml</c> (docs/policy.md). A key that the file does not give has its default.</summary>
public static class PolicyFile
{
    /// <summary>The name of the file that is used if it is in the working folder.</summary>
    public const string FileName = "policy.yaml";

    private static readonly Lazy<JsonSchema> Schema = new(() => ConfigurationDocument.SchemaOf("policy.schema.json"));

    /// <exception cref="SettingException">The file cannot be read or has errors; each names line and column.</exception>
    public static MonitoringPolicy Read(string path) => Of(ConfigurationDocument.Read(path, Schema.Value));

    /// <param name="content">The file's bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="SettingException">The content has errors; each names line and column.</exception>
    public static MonitoringPolicy Parse(ReadOnlySpan<byte> content, string file) =>
        Of(ConfigurationDocument.Parse(content, file, Schema.Value));

    private static MonitoringPolicy Of(ConfigurationDocument document)
    {
        var (given, usual) = (document.As<Content>(), new MonitoringPolicy());
        return new()
        {
            Mode = given.Mode ?? usual.Mode,
            RequiresApproval = given.Approval == Approval.Required,
            RetrainEvery = given.RetrainEvery ?? usual.RetrainEvery,
            Cooldown = given.Cooldown ?? usual.Cooldown,
            Budget = given.Budget ?? usual.Budget,
            ShadowSessions = given.ShadowSessions ?? usual.ShadowSessions,
            MaximumMeanChange = given.MaximumMeanChange ?? usual.MaximumMeanChange,
            MaximumChange = given.MaximumChange ?? usual.MaximumChange,
            Rules = given.Rules is null ? usual.Rules
                : [.. given.Rules.Select(rule => new PolicyRule(
                    rule.Check, rule.Status ?? MonitoringStatus.Failed, rule.Response))],
        };
    }

    private enum Approval
    {
        None,
        Required,
    }

    private sealed record Content(PolicyMode? Mode, Approval? Approval, int? RetrainEvery, int? Cooldown, int? Budget,
        int? ShadowSessions, double? MaximumMeanChange, double? MaximumChange, IReadOnlyList<Rule>? Rules);

    private sealed record Rule(string Check, MonitoringStatus? Status, PolicyResponse Response);
}
