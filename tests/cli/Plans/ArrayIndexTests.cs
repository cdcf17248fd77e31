using Volcast.Cli.Plans;
using Volcast.Hosting;

namespace Volcast.Cli.Tests.Plans;

public sealed class ArrayIndexTests
{
    [Theory]
    [InlineData("VOLCAST_INDEX")]
    [InlineData("JOB_COMPLETION_INDEX")]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX")]
    [InlineData("SLURM_ARRAY_TASK_ID")]
    public void Each_engine_gives_its_index_by_its_own_variable(string name)
    {
        Assert.Equal(3, ArrayIndex.Of(null, one => one == name ? "3" : null, chunks: 4));
        Assert.Equal(3, ArrayIndex.Of("3", one => one == name ? "3" : null, chunks: 4));
    }

    [Theory]
    [InlineData("2", "SLURM_ARRAY_TASK_ID=3",
        "the flag --index says 2, and the environment variable SLURM_ARRAY_TASK_ID says 3.")]
    [InlineData(null, "VOLCAST_INDEX=1 JOB_COMPLETION_INDEX=2",
        "the environment variable VOLCAST_INDEX says 1, and the environment variable JOB_COMPLETION_INDEX says 2.")]
    [InlineData("4", "", "the flag --index says 4, and the plan has the chunks 0 to 3.")]
    [InlineData("-1", "", "'-1' given by the flag --index: expected the index of a chunk")]
    [InlineData(null, "SLURM_ARRAY_TASK_ID=two", "'two' given by the environment variable SLURM_ARRAY_TASK_ID")]
    [InlineData(null, "VOLCAST_INDEX= ", "The index of the chunk is missing: give --index, from 0 to 3")]
    public void An_index_that_is_none_is_refused(string? flag, string variables, string message)
    {
        var environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToDictionary(one => one[0], one => one[1]);
        var refused = Assert.Throws<SettingException>(
            () => ArrayIndex.Of(flag, name => environment.GetValueOrDefault(name), chunks: 4));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_one_chunk_needs_no_index() => Assert.Equal(0, ArrayIndex.Of(null, _ => null, chunks: 1));

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("0", new[] { 0 })]
    [InlineData("1,4-6", new[] { 1, 4, 5, 6 })]
    [InlineData("0-1,3,5-7", new[] { 0, 1, 3, 5, 6, 7 })]
    public void Indexes_are_written_as_the_array_option_of_engines(string expected, int[] indexes) =>
        Assert.Equal(expected, ArrayIndex.Expression(indexes));
}
