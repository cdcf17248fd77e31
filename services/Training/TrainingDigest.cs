using System.Globalization;
using System.Text;
using Volcast.Boosting;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Prediction;

namespace Volcast.Services.Training;

/// <summary>What identifies a training: its recipe, its data and its seed. The same digest would give the same model.</summary>
internal static class TrainingDigest
{
    /// <summary>SHA-256, lower-case hex.</summary>
    /// <param name="recipe">The model that is fitted.</param>
    /// <param name="request">Target, origins, seed and parameters.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="isSubstitute">Whether the training chose the recipe in place of the shipped one.</param>
    /// <param name="basedOn">For a version that is made from an earlier one: how, and that version's artifact digest.</param>
    public static string Of(string recipe, TrainingRequest request, TargetHistory data, bool isSubstitute = false,
        string? basedOn = null)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"recipe={recipe}/{ForecasterCatalog.RecipeRevision}\n")
            .Append(CultureInfo.InvariantCulture, $"xgboost={XGBoostLibrary.Version}\n")
            .Append(CultureInfo.InvariantCulture, $"target={request.Target}\nhorizon={request.Horizon}\nseed={request.Seed}\n")
            .Append(CultureInfo.InvariantCulture, $"from={request.From:yyyy-MM-dd}\nto={request.To:yyyy-MM-dd}\n");
        foreach (var (model, trees) in request.TreeParameters.OrderBy(m => m.Key, StringComparer.Ordinal))
            foreach (var (name, value) in trees.OrderBy(p => p.Key, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{model}.{name}={value}\n");
        if (request.SearchedTo is { } searched)
            text.Append(CultureInfo.InvariantCulture, $"searched_to={searched:yyyy-MM-dd}\n");
        if (isSubstitute)
            text.Append(CultureInfo.InvariantCulture, $"in_place_of={ForecasterCatalog.Shipped}\n");
        if (request.BurnIn is { } burnIn)
            text.Append(CultureInfo.InvariantCulture, $"burn_in={burnIn}\n");
        if (basedOn is not null)
            text.Append(CultureInfo.InvariantCulture, $"based_on={basedOn}\n");
        // Digests of horizons that kept historical simulation stay what they were.
        if (ForecastDistribution.MethodFor(request.Horizon) is not TailMethod.FilteredHistoricalSimulation and var method)
            text.Append(CultureInfo.InvariantCulture, $"tail={method}\n");
        foreach (var (table, digest) in data.InputDigests)
            text.Append(CultureInfo.InvariantCulture, $"{table}={digest}\n");
        return Digest.Of(text.ToString());
    }
}
