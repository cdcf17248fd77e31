using System.Text;
using Volcast.Cli.Plans;
using Volcast.Lake;

namespace Volcast.Cli.Tests.Plans;

public sealed class OutputJoinTests
{
    [Fact]
    public async Task Csv_files_have_one_header_and_arrays_become_one_array()
    {
        Assert.Equal("a,b\n1,2\n3,4\n", await JoinAsync(OutputForm.Csv, "a,b\n1,2\n", "a,b\n", "a,b\n3,4\n"));
        Assert.Equal("[\n  1,\n  2\n]\n", await JoinAsync(OutputForm.Json, "[\n  1\n]\n", "[]\n", "[\n  2\n]\n"));
        Assert.Equal("[]\n", await JoinAsync(OutputForm.Json, "[]\n"));
        Assert.Equal("one\ntwo\n", await JoinAsync(OutputForm.Text, "one\n", "two\n"));
    }

    [Theory]
    [InlineData(nameof(OutputForm.Csv), "a,b\n1,2\n", "a,c\n1,2\n")]
    [InlineData(nameof(OutputForm.Csv), "a,b\n1,2\n", "")]
    [InlineData(nameof(OutputForm.Json), "[\n  1\n]\n", "{}")]
    public async Task An_output_of_another_form_is_named(string form, string first, string second)
    {
        var error = await Assert.ThrowsAsync<LakeException>(() => JoinAsync(Enum.Parse<OutputForm>(form), first, second));
        Assert.StartsWith("output 1 cannot be joined: ", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> JoinAsync(OutputForm form, params string[] outputs)
    {
        using var target = new MemoryStream();
        var join = new OutputJoin(form, target);
        for (var i = 0; i < outputs.Length; i++)
            await join.AddAsync($"output {i}", Encoding.UTF8.GetBytes(outputs[i]), TestContext.Current.CancellationToken);
        await join.EndAsync(TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(target.ToArray());
    }
}
