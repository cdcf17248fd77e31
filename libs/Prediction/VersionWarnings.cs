using Volcast.Forecasting;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>What a reader of a forecast must know about the version that made it: that no gate passed it, or that its recipe is
/// not the shipped one.</summary>
public static class VersionWarnings
{
    /// <summary>Sentences; empty for a version of the shipped recipe that passed its gate.</summary>
    /// <param name="version">The version that makes the forecast.</param>
    public static IReadOnlyList<string> Of(ModelVersion version)
    {
        var warnings = new List<string>();
        if (GateWarning(version) is { } gate)
            warnings.Add(gate);
        if (version.Tags.GetValueOrDefault(RegistryTags.ChosenBecause) is { } reason)
            warnings.Add($"{version.Tags.GetValueOrDefault(RegistryTags.Recipe)} forecasts in place of "
                + $"{ForecasterCatalog.Shipped}, the shipped recipe. {reason}");
        return warnings;
    }

    /// <summary>What the newest verdict of a gate says of a version.</summary>
    public static GateStatus StatusOf(ModelVersion version) => StatusOf(version, VerdictTag.Of(version));

    private static GateStatus StatusOf(ModelVersion version, VerdictTag? verdict) => verdict switch
    {
        null => GateStatus.NotJudged,
        { IsPassed: true } => GateStatus.Passed,
        _ => version.Aliases.Contains(RegistryTags.Champion) ? GateStatus.Forced : GateStatus.Refused,
    };

    /// <summary>That the version did not pass its gate, or that no gate has judged it; null if it passed.</summary>
    private static string? GateWarning(ModelVersion version)
    {
        var verdict = VerdictTag.Of(version);
        return StatusOf(version, verdict) switch
        {
            GateStatus.Passed => null,
            GateStatus.NotJudged => $"No gate has judged {Name(version)} in this registry.",
            GateStatus.Forced => $"{Name(version)} did not pass its gate and was promoted by force. {verdict?.Detail}",
            _ => $"{Name(version)} did not pass its gate. {verdict?.Detail}",
        };
    }

    private static string Name(ModelVersion version) => $"{version.Model} version {version.Number}";
}

/// <summary>What the newest verdict of a gate on a version says.</summary>
public enum GateStatus
{
    /// <summary>No gate has judged it in this registry.</summary>
    NotJudged,

    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>It was refused and is champion all the same, because a person promoted it by force.</summary>
    Forced,
}
