using Volcast.Services.Promotion.Gates;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>Lets the training service ask the promotion service which recipe passes the gate.</summary>
internal static class RecipeChoices
{
    /// <param name="limits">The limits of the gate.</param>
    public static RecipeChooser By(PromotionLimits limits) => (walkForward, unable, champion) =>
    {
        var selected = RecipeSelection.Of(walkForward, unable, champion, limits);
        return new(selected.Recipe, selected.Because, selected.Tests);
    };
}
