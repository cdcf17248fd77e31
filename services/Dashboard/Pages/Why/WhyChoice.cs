namespace Volcast.Services.Dashboard.Pages.Why;

/// <summary>How the reasons are shown.</summary>
/// <param name="IsLogVariance">On the model's own scale, log variance; otherwise in points of volatility.</param>
/// <param name="IsByFamily">Summed by family; otherwise one for each feature.</param>
public readonly record struct WhyChoice(bool IsLogVariance, bool IsByFamily)
{
    public static WhyChoice Of(PageRequest request) =>
        new(request.Choice("scale", "points", "log") == "log", request.Choice("by", "input", "family") == "family");
}
