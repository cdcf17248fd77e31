using System.Text.RegularExpressions;

namespace Volcast.Architecture.Tests;

/// <summary>The pipeline prints nothing, so that programs can use it.</summary>
public sealed partial class PipelineTests
{
    [Fact]
    public void The_pipeline_uses_neither_terminal_nor_shell_nor_console()
    {
        var files = Directory.GetFiles(
            Path.Combine(SharedData.RepositoryRoot, "cli", "Pipeline"), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(Printing(), File.ReadAllText(file)));
    }

    [GeneratedRegex(@"\b(Terminal|Shell|Console|CommandContext|Cli\.Output|Cli\.Commands)\b")]
    private static partial Regex Printing();
}
