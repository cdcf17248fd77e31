using Volcast.Registry;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Pipeline;

/// <summary>What became of a model's first promotion.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Report">The verdict; null where the model had a champion already.</param>
/// <param name="Champion">The champion that it had already; otherwise null.</param>
/// <param name="Challenger">The version that waits beside that champion; null where there is none.</param>
internal sealed record FirstPromotion(
    string Model, PromotionReport? Report, ModelVersion? Champion, ModelVersion? Challenger);
