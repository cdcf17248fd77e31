using Amazon.CDK;
using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Tests;

/// <summary>The templates of all sizes, synthesised once. CDK's constructs run in Node.js, which a test without it skips.</summary>
public sealed class Synthesis : IDisposable
{
    private static readonly string Example = File.ReadAllText(
        Path.Combine(SharedData.RepositoryRoot, "deploy", "aws", "example.json"));

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, Template> templates = new(StringComparer.Ordinal);

    /// <summary>Whether Node.js is installed.</summary>
    public static bool HasNode { get; } = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(path => path.Length > 0 && File.Exists(Path.Combine(path, "node")));

    /// <summary>The options of an environment with the values of <c>example.json</c> and others.</summary>
    internal static DeploymentOptions Options(string environment, params string[] others) => OptionsReader.Read(new(
        Example, [.. new[] { $"environment={environment}" }.Concat(others).SelectMany(one => new[] { "-c", one })]));

    /// <summary>The options of small, of dev without an MLflow server, and of prod with one.</summary>
    internal static IReadOnlyList<DeploymentOptions> Sizes { get; } =
        [Options("small"), Options("dev", "mlflowImage="), Options("prod")];

    /// <summary>The templates of one environment, by stack.</summary>
    public IReadOnlyDictionary<string, Template> Of(string environment) => All
        .Where(one => one.Key.StartsWith($"volcast-{environment}", StringComparison.Ordinal)).ToDictionary();

    /// <summary>The templates of small, dev and prod, by stack.</summary>
    public IReadOnlyDictionary<string, Template> All
    {
        get
        {
            Assert.SkipUnless(HasNode, "needs Node.js, which CDK runs in");
            if (templates.Count == 0)
                foreach (var options in Sizes)
                    foreach (var (stack, template) in Synthesise(options))
                        templates.Add(stack, template);
            return templates;
        }
    }

    /// <summary>Synthesises a deployment anew.</summary>
    internal IReadOnlyDictionary<string, Template> Synthesise(DeploymentOptions options)
    {
        Assert.SkipUnless(HasNode, "needs Node.js, which CDK runs in");
        var output = folder[Path.GetRandomFileName()];
        var app = new App(new AppProps { Outdir = output });
        Deployment.AddTo(app, options);
        app.Synth();
        return Directory.GetFiles(output, "*.template.json").ToDictionary(
            file => Path.GetFileName(file).Replace(".template.json", "", StringComparison.Ordinal),
            file => Template.Parse(File.ReadAllText(file)));
    }

    public void Dispose() => folder.Dispose();
}

[CollectionDefinition(nameof(SharedSynthesis))]
public sealed class SharedSynthesis : ICollectionFixture<Synthesis>;
