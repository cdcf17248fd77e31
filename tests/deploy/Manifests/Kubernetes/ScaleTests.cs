using k8s.Models;

namespace Volcast.Deploy.Manifests.Tests.Kubernetes;

/// <summary>The array job of a plan: <c>deploy/kubernetes/scale</c>.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ScaleTests
{
    private static V1Container Container(string name) => Job(name).Spec.Template.Spec.Containers.Single();

    private static V1Job Job(string name) => Assert.IsType<V1Job>(Assert.Single(
        Manifests.Read(File.ReadAllText(Path.Combine(Manifests.Folder, "scale", $"{name}.yaml")))));

    /// <summary>Each index has its own attempts, exit code 2 has none, and a lost node does not count.</summary>
    [Fact]
    public void Each_index_is_tried_again_unless_another_attempt_cannot_help()
    {
        var spec = Job("work").Spec;
        Assert.Equal(("Indexed", 2, (int?)null), (spec.CompletionMode, spec.BackoffLimitPerIndex, spec.BackoffLimit));
        // One index that fails for good does not stop the others.
        Assert.Equal(spec.Completions, spec.MaxFailedIndexes);
        Assert.Equal("Never", spec.Template.Spec.RestartPolicy);
        Assert.Collection(spec.PodFailurePolicy.Rules,
            rule =>
            {
                Assert.Equal(("FailIndex", "In"), (rule.Action, rule.OnExitCodes.OperatorProperty));
                Assert.Equal([2], rule.OnExitCodes.Values);
                Assert.Equal(spec.Template.Spec.Containers.Single().Name, rule.OnExitCodes.ContainerName);
            },
            rule => Assert.Equal(("Ignore", "DisruptionTarget"), (rule.Action, rule.OnPodConditions.Single().Type)));
    }

    [Fact]
    public void All_jobs_are_about_the_same_plan_on_the_volume()
    {
        var (plan, work, gather) = (Container("plan"), Container("work"), Container("gather"));
        var options = plan.Args.Skip(2).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal((work.Args[2], $"{Job("work").Spec.Completions}"), (options["--out"], options["--chunks"]));
        Assert.Equal(["work", "--plan"], work.Args.Take(2));
        Assert.Equal(["gather", "--plan", work.Args[2]], gather.Args.Take(3));
        Assert.All(new[] { plan, work, gather }, container => Assert.Contains(
            container.VolumeMounts, mount => work.Args[2].StartsWith($"{mount.MountPath}/", StringComparison.Ordinal)));
    }
}
