using Volcast.Cli.Doctor;

namespace Volcast.Cli.Tests.Doctor;

[Trait(Category.Name, Category.Integration)]
public sealed class SdkCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Task<Diagnosis> ExamineAsync(Func<string, string?> environment) =>
        SdkCheck.RunAsync(folder["bin"], environment, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_published_program_needs_no_SDK() =>
        Assert.Equal(Condition.Ok, (await ExamineAsync(_ => null)).Condition);

    [Fact]
    public async Task A_source_folder_needs_an_SDK_that_its_global_json_accepts()
    {
        await File.WriteAllTextAsync(folder["Volcast.slnx"], "", TestContext.Current.CancellationToken);
        var found = await ExamineAsync(Environment.GetEnvironmentVariable);
        Assert.Equal(Condition.Ok, found.Condition);
        Assert.StartsWith("10.", found.Found, StringComparison.Ordinal);

        await File.WriteAllTextAsync(
            folder["global.json"], """{"sdk":{"version":"99.0.100"}}""", TestContext.Current.CancellationToken);
        var refused = await ExamineAsync(Environment.GetEnvironmentVariable);
        Assert.Equal(Condition.Problem, refused.Condition);
        Assert.Contains("global.json", refused.Found, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com", refused.Fix, StringComparison.Ordinal);
    }
}
