using Volcast.ApiContract.Explanations;
using Volcast.Services.Dashboard.Pages.Why;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class WhyModelTests
{
    private static WhyModel Model(WhyChoice choice, ExplanationDocument? explanation = null) => WhyModel.Of(
        new(SampleDocuments.Forecast(new(2021, 12, 28)), explanation ?? SampleDocuments.Explanation, null), SampleDocuments.Stored, choice);

    [Fact]
    public void Points_add_up_from_the_base_to_the_forecast()
    {
        var model = Model(default);
        Assert.Equal(13.5, model.Base);
        Assert.Equal(12, model.Base + model.Reasons.Sum(reason => reason.Contribution), 12);
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

    [Fact]
    public void Changes_begin_with_the_base_of_another_version_and_add_up()
    {
        var model = Model(default) with { Change = SampleDocuments.Change };
        Assert.Equal([.4, 1.9, -.8], model.Changes.Select(change => change.Contribution));
        Assert.Equal(SampleDocuments.Change.VolatilityPointsChange, model.Changes.Sum(change => change.Contribution), 12);
        Assert.Equal(["another version with another average", "implied volatility", "recent volatility"],
            (Model(new(false, IsByFamily: true)) with { Change = SampleDocuments.Change }).Changes.Select(change => change.Text));
    }

    [Fact]
    public void Families_over_time_keep_the_colours_of_what_they_measure()
    {
        var chart = WhyCharts.Attribution(SampleDocuments.Attribution);
        Assert.Equal([("implied volatility", 2, -1.5, -2.0), ("leverage", 4, -1.0, .5)],
            chart.Series.Select(series => (series.Label, series.Ink, series.Points[0].Y, series.Points[1].Y)));
    }

    [Fact]
    public void Tables_of_changes_and_importance_exist_where_the_api_has_them()
    {
        Assert.Equal(["reasons"], Model(default).Tables.Select(table => table.Name));
        var whole = Model(default) with { Change = SampleDocuments.Change, Attribution = SampleDocuments.Attribution };
        Assert.Equal(["reasons", "changes", "importance", "attribution_values"], whole.Tables.Select(table => table.Name));
    }
}
