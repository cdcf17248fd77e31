using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>Says of simulated data that it is, wherever a person looks.</summary>
internal static class MarketLabel
{
    public const string Warning = "SIMULATED MARKET: shows that the plumbing works and is no evidence of anything.";

    /// <summary>What a version that learnt from simulated data says of its market.</summary>
    public const string Simulated = "SIMULATED";

    /// <summary>Behind a title: nothing for real data.</summary>
    public static string Suffix(DataKind kind) => kind == DataKind.Simulated ? " (SIMULATED)" : "";
}
