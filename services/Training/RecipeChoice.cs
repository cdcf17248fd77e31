using Volcast.Evaluation;

namespace Volcast.Services.Training;

/// <summary>The recipe that a training registers.</summary>
/// <param name="Recipe">A model of <see cref="Forecasting.ForecasterCatalog"/>.</param>
/// <param name="Because">Why it is not the shipped recipe, in sentences; null if a person named the recipe, or if nothing spoke
/// against the shipped one.</param>
/// <param name="Tests">The number of models that were tested against the benchmark on the same origins when it was chosen; 1
/// for a recipe that was not chosen among others.</param>
public sealed record RecipeChoice(string Recipe, string? Because = null, int Tests = 1);

/// <summary>Chooses the recipe that a training registers, by the walk-forward of the models that can run. The promotion service
/// can do so; no service references another, so the composer of the services passes it in.</summary>
/// <param name="walkForward">The walk-forward. It lacks the shipped recipe if that cannot run.</param>
/// <param name="unable">Why the shipped recipe cannot run, as a sentence; null if it can.</param>
/// <param name="champion">The recipe of the present champion; null without a champion.</param>
public delegate RecipeChoice RecipeChooser(WalkForwardResult walkForward, string? unable, string? champion);
