using System.Text;
using CsCheck;
using Volcast.Cli.Plans;

namespace Volcast.Cli.Tests.Plans;

public sealed class WorkPlanTests
{
    private static WorkPlan Plan(int units, int chunks) => WorkPlan.Create(
        "1.0", "features", ["--flag"], new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" }, chunks,
        [.. Enumerable.Range(0, units).Select(unit => new WorkUnit([$"T{unit}"], new Dictionary<string, string>()))]);

    [Fact]
    public void Every_unit_is_in_exactly_one_chunk_and_chunks_differ_by_at_most_one_unit() =>
        (from units in Gen.Int[1, 300] from chunks in Gen.Int[1, units] select (units, chunks)).Sample(size =>
        {
            var plan = Plan(size.units, size.chunks);
            var of = Enumerable.Range(0, size.chunks).Select(chunk => plan.UnitsOf(chunk).ToArray()).ToArray();
            Assert.Equal(Enumerable.Range(0, size.units), of.SelectMany(units => units));
            Assert.InRange(of.Max(units => units.Length) - of.Min(units => units.Length), 0, 1);
            for (var chunk = 0; chunk < size.chunks; chunk++)
                Assert.All(of[chunk], unit => Assert.Equal(chunk, plan.ChunkOf(unit)));
        });

    [Fact]
    public void The_digest_is_that_of_the_content_and_the_order_of_settings_does_not_matter()
    {
        var plan = Plan(3, 2);
        Assert.Equal(plan.Digest, WorkPlan.Create(
            "1.0", "features", ["--flag"], new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" }, 2, plan.Units).Digest);
        Assert.NotEqual(plan.Digest, Plan(3, 3).Digest);
        Assert.Equal(plan.Digest, WorkPlan.TryParse(plan.ToJson())!.Digest);
    }

    [Fact]
    public void A_plan_that_was_changed_or_cut_is_no_plan()
    {
        var json = Plan(3, 2).ToJson();
        Assert.Null(WorkPlan.TryParse(json[..^20]));
        Assert.Null(WorkPlan.TryParse("{}"u8.ToArray()));
        var changed = Encoding.UTF8.GetString(json).Replace("T1", "T9", StringComparison.Ordinal);
        Assert.Null(WorkPlan.TryParse(Encoding.UTF8.GetBytes(changed)));
    }
}
