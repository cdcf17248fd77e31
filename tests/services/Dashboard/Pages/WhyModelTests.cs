using Volcast.ApiContract.Explanations;
using Volcast.Services.Dashboard.Pages.Why;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class WhyModelTests
{
    private static WhyModel Model(WhyChoice choice, ExplanationDocument? explanation = null) => WhyModel.Of(
        new(SampleDocuments.Forecast(new(2021, 12, 28)), explanation ?? SampleDocuments.Explanation, null), SampleDocuments.Stored, choice,
        SampleDocuments.Forecast());

    [Fact]
    public void Points_add_up_from_the_base_to_the_forecast()
    {
        var model = Model(default);
        Assert.Equal((13.5, 12), (model.Base, model.Total));
        Assert.Equal(model.Total, model.Base + model.Reasons.Sum(reason => reason.Contribution), 12);
        Assert.Equal(["vol_5d", "ret_5d", "vix"], model.Reasons.Select(reason => reason.Feature));
    }

    [Fact]
    public void Log_variances_add_up_on_the_models_own_scale()
    {
        var model = Model(new(IsLogVariance: true, IsByFamily: false));
        Assert.Equal(-4, model.Base);
        Assert.Equal([-.3, .1, -.04], model.Reasons.Select(reason => reason.Contribution));
    }

    [Fact]
    public void Families_are_the_sums_of_the_api() => Assert.Equal(
        [("recent volatility", -1.9), ("leverage", .6), ("implied volatility", -.2)],
        Model(new(false, IsByFamily: true)).Reasons.Select(reason => (reason.Text, reason.Contribution)));

    [Fact]
    public void A_model_without_log_variance_is_shown_in_points()
    {
        var model = Model(new(IsLogVariance: true, false), SampleDocuments.Explanation with { BaseLogVariance = null });
        Assert.False(model.HasLogVariance);
        Assert.Equal((false, 13.5), (model.Choice.IsLogVariance, model.Base));
    }

    [Fact]
    public void Its_neighbours_are_the_stored_origins_before_and_after()
    {
        var model = Model(default);
        Assert.Equal((new DateOnly(2021, 12, 27), new DateOnly(2021, 12, 29)), (model.Earlier, model.Later));
        Assert.Equal(5, model.Origins.Count);
    }
}
