namespace Volcast.Architecture.Tests;

/// <summary>Each program formats and parses with the invariant culture, whatever the locale is.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void Each_program_sets_the_invariant_culture()
    {
        var programs = new[] { "bench", "cli", "deploy", "libs", "services" }
            .SelectMany(room => Directory.GetFiles(
                Path.Combine(SharedData.RepositoryRoot, room), "*.csproj", SearchOption.AllDirectories))
            .Where(project => File.ReadAllText(project) is var text
                && (text.Contains("<OutputType>Exe<", StringComparison.Ordinal)
                    || text.Contains("Microsoft.NET.Sdk.Web\"", StringComparison.Ordinal)))
            .Select(project => Path.GetDirectoryName(project)!).ToArray();
        Assert.NotEmpty(programs);
        Assert.All(programs, program => Assert.Contains(
            Directory.GetFiles(program, "*.cs"),
            file => File.ReadAllText(file).Contains("ProcessCulture.SetInvariant();", StringComparison.Ordinal)));
    }
}
