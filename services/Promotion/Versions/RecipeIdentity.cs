using System.Globalization;
using Volcast.Forecasting;
using Volcast.Registry;

namespace Volcast.Services.Promotion.Versions;

/// <summary>What identifies the recipe of a training: everything but its data and its seed.</summary>
/// <param name="Name">The forecaster's name.</param>
/// <param name="Revision">The revision of its code; empty for versions registered before revisions were recorded.</param>
/// <param name="Parameters">See <see cref="RegistryTags.RecipeParameters"/>; empty where it has none.</param>
/// <param name="Inputs">Its input columns, in its order.</param>
public sealed record RecipeIdentity(string Name, string Revision, string Parameters, string Inputs)
{
    /// <summary>The implied-volatility index that its inputs are computed with; null for a recipe without inputs.</summary>
    public string? ImpliedIndex { get; init; }

    /// <summary>Whether a version of this recipe is a refit of the other. Without a recorded revision it is not.</summary>
    public bool IsRefitOf(RecipeIdentity other) => this == other && Name.Length > 0 && Revision.Length > 0;

    /// <summary>Whether this build fits the same recipe in the same revision.</summary>
    public bool IsOfThisBuild => ForecasterCatalog.Names.Contains(Name) && Revision == $"{ForecasterCatalog.RecipeRevision}";

    /// <summary>Whether its parameters are those that this build ships for the model and a horizon in sessions; true for a model
    /// without any.</summary>
    public bool HasShippedParameters(int horizon) => ForecasterCatalog.ShippedTrees(Name, horizon) is var shipped
        && ParameterValues.All(own => shipped.TryGetValue(own.Key, out var value) && Number(value) == Number(own.Value));

    /// <summary>The input columns, in order.</summary>
    public IReadOnlyList<string> InputNames => Inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, string> ParameterValues => TreeParameters.Parse(Parameters);

    /// <summary>NaN, which equals nothing, if the text is no number.</summary>
    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    /// <summary>For example <c>volcast, revision 4</c>.</summary>
    public override string ToString() => Revision.Length > 0 ? $"{Name}, revision {Revision}" : Name;
}
