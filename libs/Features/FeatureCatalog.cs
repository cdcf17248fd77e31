using System.Collections.Frozen;
using Volcast.Features.Declarations;

namespace Volcast.Features;

/// <summary>The features of one table, in the order of its columns.</summary>
public sealed class FeatureCatalog
{
    private readonly FrozenDictionary<string, int> indices;

    /// <param name="table">The table's name, for example <c>features.L1</c>.</param>
    /// <param name="version">The version of the table's schema; raise it when the columns change.</param>
    /// <param name="description">What the table holds.</param>
    /// <param name="features">At least one; names are unique.</param>
    /// <exception cref="ArgumentException">Two features have the same name.</exception>
    public FeatureCatalog(string table, int version, string description, IReadOnlyList<FeatureDefinition> features)
    {
        Table = table;
        Version = version;
        Description = description;
        Features = features;
        Names = [.. features.Select(feature => feature.Name)];
        HistorySessions = features.Max(feature => feature.HistorySessions);
        if (Names.Count != Names.Distinct().Count())
            throw new ArgumentException($"A feature of {table} is declared twice: {string.Join(", ", Names)}.", nameof(features));
        indices = Names.Index().ToFrozenDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>The 21 features of the table <c>features.L1</c>.</summary>
    public static FeatureCatalog L1 { get; } = new(
        "features.L1", 1,
        "The 21 features of each session of a target. Windows end at the session, which has settled. In formulas r is the "
        + "target's log return, r_a that of asset a, C the total-return close, and r(w) the returns of the last w sessions. A "
        + "value is missing until its window is full.",
        L1Features.All);

    /// <summary>The further inputs of the shipped models: the table <c>features.L2</c>.</summary>
    public static FeatureCatalog L2 { get; } = new(
        "features.L2", L2Features.Version,
        "Inputs of the shipped models beside the 21 features, for each session of a target: volatility from overnight returns "
        + "and ranges, returns divided by it, and averages of implied volatility. Windows end at the session, which has settled. "
        + "In formulas v is the range variance of one session and o² its overnight part; [features.md](../features.md) defines "
        + "both. A value is missing until its window is full.",
        L2Features.All);

    /// <summary>The table's name in the lake.</summary>
    public string Table { get; }

    /// <summary>The version of the table's schema.</summary>
    public int Version { get; }

    /// <summary>What the table holds.</summary>
    public string Description { get; }

    /// <summary>In the order of the table's columns.</summary>
    public IReadOnlyList<FeatureDefinition> Features { get; }

    /// <summary>The column names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Count => Features.Count;

    /// <summary>Sessions of closes, t included, after which every feature of session t can be computed. Earlier history changes
    /// no bit of the values.</summary>
    public int HistorySessions { get; }

    public bool Has(string name) => indices.ContainsKey(name);

    /// <summary>The position of a feature's column, from 0.</summary>
    /// <exception cref="ArgumentException">The table has no such feature; the message lists those it has.</exception>
    public int IndexOf(string name) => indices.TryGetValue(name, out var index)
        ? index
        : throw new ArgumentException($"{Table} has no feature '{name}'. It has {string.Join(", ", Names)}.", nameof(name));

    /// <exception cref="ArgumentException">The table has no such feature; the message lists those it has.</exception>
    public FeatureDefinition this[string name] => Features[IndexOf(name)];
}
