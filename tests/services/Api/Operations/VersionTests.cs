namespace Volcast.Services.Api.Tests.Operations;

[Trait(Category.Name, Category.Integration)]
public sealed class VersionTests
{
    [Fact]
    public async Task The_program_prints_the_semantic_version_of_its_build()
    {
        var run = await ProgramRun.OfAsync("dotnet", BuiltProgram.Api, "--version");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9a-f]+)?\s*$", run.Output);
        // 1.0.0 is the SDK's default where neither MinVer nor Directory.Build.props sets a version.
        Assert.DoesNotMatch(@"^1\.0\.0(\+|\s)", run.Output);
    }
}
