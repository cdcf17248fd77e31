using Volcast.Registry;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Pipeline;

/// <summary>The result of a model's first promotion.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Report">The verdict; null if the model already had a champion.</param>
/// <param name="Champion">The champion that the model already had; otherwise null.</param>
/// <param name="Challenger">The challenger of that champion; null if there is none.</param>
internal sealed record FirstPromotion(
    string Model, PromotionReport? Report, ModelVersion? Champion, ModelVersion? Challenger);
