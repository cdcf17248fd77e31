using System.Text.RegularExpressions;

namespace Volcast.Deploy.Manifests.Tests.Containers;

/// <summary>What the <c>Dockerfile</c> says, without a build.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class DockerfileTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "Dockerfile"));

    /// <summary>The instructions of each stage, by the stage's name.</summary>
    private static readonly Dictionary<string, string> Stages = Regex.Split(Text, "^FROM ", RegexOptions.Multiline).Skip(1)
        .ToDictionary(stage => Regex.Match(stage, @"^\S+ AS (\S+)").Groups[1].Value);

    /// <summary>Otherwise each change of code would restore the packages anew.</summary>
    [Fact]
    public void A_stage_that_restores_has_the_project_files_alone()
    {
        var restoring = Stages.Where(stage => Regex.IsMatch(stage.Value, "^RUN .*dotnet restore", RegexOptions.Multiline)).ToArray();
        Assert.Equal(["restored", "restored-ingest-lambda"], restoring.Select(stage => stage.Key));
        Assert.All(restoring, stage =>
        {
            Assert.StartsWith($"sdk AS {stage.Key}\nCOPY --from=projects ", stage.Value, StringComparison.Ordinal);
            Assert.DoesNotContain("COPY . .", stage.Value, StringComparison.Ordinal);
        });
        Assert.All(Stages.Where(stage => stage.Value.Contains("dotnet publish", StringComparison.Ordinal)),
            stage => Assert.Contains("--no-restore", stage.Value, StringComparison.Ordinal));
    }

    /// <summary>Fargate gives a mounted folder to root alone unless the image declares it as a volume.</summary>
    [Fact]
    public void The_images_of_tasks_declare_their_temporary_folder_as_a_volume()
    {
        Assert.Contains("\nVOLUME /tmp\n", Stages["native"], StringComparison.Ordinal);
        foreach (var image in (string[])["worker", "api", "dashboard"])
            Assert.StartsWith($"native AS {image}\n", Stages[image], StringComparison.Ordinal);
    }

    /// <summary>On AWS the database is PostgreSQL, and the artifacts are in the bucket.</summary>
    [Fact]
    public void The_image_of_MLflow_has_the_clients_of_its_database_and_of_a_bucket()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "deploy", "mlflow");
        var requirements = File.ReadAllText(Path.Combine(folder, "requirements.txt"));
        foreach (var name in (string[])["boto3", "psycopg2-binary"])
            Assert.Matches($@"(?m)^{name}==[0-9.]+$", requirements);
        Assert.Contains("pip install --no-cache-dir --requirement /requirements.txt",
            File.ReadAllText(Path.Combine(folder, "Dockerfile")), StringComparison.Ordinal);
        Assert.Matches("package-ecosystem: pip\\n    directory: /deploy/mlflow\\n",
            File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, ".github", "dependabot.yml")));
    }

    [Fact]
    public void Each_program_of_an_image_has_a_bill_of_materials() => Assert.Equal(
        Projects(Text), Projects(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "build", "sbom.sh"))));

    private static IEnumerable<string> Projects(string text) => Regex.Matches(text, @"[\w./-]+\.csproj\b")
        .Select(match => match.Value).Where(path => path.Contains('/', StringComparison.Ordinal)).Distinct();
}
