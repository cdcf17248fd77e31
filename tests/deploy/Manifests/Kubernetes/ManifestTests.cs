using k8s.Models;
using Volcast.Hosting;
using YamlDotNet.Core;

namespace Volcast.Deploy.Manifests.Tests.Kubernetes;

[Trait(Category.Name, Category.Integration)]
public sealed class ManifestTests
{
    public static TheoryData<string> Paths => [.. Manifests.Files.Select(path => Path.GetRelativePath(Manifests.Folder, path))];

    private static V1PodTemplateSpec[] Pods => [.. Manifests.Whole.Select(Manifests.PodsOf).OfType<V1PodTemplateSpec>()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_manifest_has_only_fields_that_the_cluster_knows(string path) =>
        Assert.NotEmpty(Manifests.Read(File.ReadAllText(Path.Combine(Manifests.Folder, path))));

    [Theory]
    [InlineData("schedule:", "shedule:")]
    [InlineData("readOnlyRootFilesystem:", "readOnlyRootFileSystem:")]
    [InlineData("backoffLimit: 2", "backoffLimit: two")]
    public void A_planted_mistake_is_found(string right, string wrong)
    {
        var text = File.ReadAllText(Path.Combine(Manifests.Folder, "base", "daily.yaml"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.Throws<YamlException>(() => Manifests.Read(text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    /// <summary>What the Pod Security Standard <c>restricted</c> requires, and a root file system that nobody can
    /// write.</summary>
    [Fact]
    public void Every_pod_is_restricted()
    {
        Assert.True(Pods.Length >= 4);
        Assert.All(Pods, pod =>
        {
            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            Assert.Equal(1654, pod.Spec.SecurityContext.RunAsUser);
            Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.Spec.AutomountServiceAccountToken);
            Assert.Null(pod.Spec.HostNetwork);
            Assert.DoesNotContain(pod.Spec.Volumes ?? [], volume => volume.HostPath is not null);
            Assert.All(pod.Spec.Containers, container =>
            {
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.Null(container.SecurityContext.Privileged);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.Null(container.SecurityContext.Capabilities.Add);
                Assert.Contains("memory", container.Resources.Limits.Keys);
            });
        });
        var space = Assert.Single(Manifests.Whole.OfType<V1Namespace>());
        Assert.Equal("restricted", space.Metadata.Labels["pod-security.kubernetes.io/enforce"]);
    }

    /// <summary>One policy selects every pod and allows nothing; the others open single ways.</summary>
    [Fact]
    public void Nothing_is_reachable_unless_a_policy_says_so()
    {
        var policies = Manifests.Whole.OfType<V1NetworkPolicy>().ToArray();
        var closed = Assert.Single(policies, policy => policy.Spec.Ingress is null && policy.Spec.Egress is null);
        Assert.Equal(["Ingress", "Egress"], closed.Spec.PolicyTypes);
        Assert.Null(closed.Spec.PodSelector.MatchLabels);
        Assert.Null(closed.Spec.PodSelector.MatchExpressions);
        Assert.All(policies.SelectMany(policy => policy.Spec.Ingress ?? []), rule => Assert.NotEmpty(rule.FromProperty));
    }

    [Fact]
    public void The_daily_run_is_started_at_settlement_and_never_twice()
    {
        var daily = Cron("volcast-daily");
        Assert.NotEqual(true, daily.Spec.Suspend);
        Assert.Equal(("1 6 * * 2-6", "America/New_York", "Forbid"),
            (daily.Spec.Schedule, daily.Spec.TimeZone, daily.Spec.ConcurrencyPolicy));
        var pods = Manifests.PodsOf(daily)!.Spec;
        Assert.Equal([ComposeFile.OfRepository().Value("daily", "command")!], Assert.Single(pods.Containers).Args);
        // Exit code 2 is a wrong setting, which another attempt does not mend.
        Assert.Contains(daily.Spec.JobTemplate.Spec.PodFailurePolicy.Rules, rule =>
            rule.Action == "FailJob" && rule.OnExitCodes is { OperatorProperty: "In", Values: [2] });
    }

    /// <summary>A Job that is made from it has the image and the settings of the overlay.</summary>
    [Fact]
    public void A_key_is_made_by_hand_and_never_by_a_schedule()
    {
        var keys = Cron("volcast-keys");
        Assert.True(keys.Spec.Suspend);
        Assert.Equal(600, keys.Spec.JobTemplate.Spec.TtlSecondsAfterFinished);
        Assert.Equal(["keys", "create"], Assert.Single(Manifests.PodsOf(keys)!.Spec.Containers).Args.Take(2));
    }

    /// <summary>Lake, plans, registry and sources may be anywhere behind https.</summary>
    [Fact]
    public void Every_pod_of_the_worker_opens_https() => Assert.Empty(Pods
        .Where(pod => pod.Spec.Containers.Any(container => container.Image == "volcast-worker"))
        .Select(pod => pod.Metadata.Labels["app.kubernetes.io/component"])
        .Except(Assert.Single(Manifests.Whole.OfType<V1NetworkPolicy>(), policy => policy.Metadata.Name == "volcast-https")
            .Spec.PodSelector.MatchExpressions.Single().Values));

    /// <summary>Nothing else of the root file system can be written to.</summary>
    [Fact]
    public void Every_pod_has_a_folder_for_temporary_files() => Assert.All(Pods, pod => Assert.All(
        pod.Spec.Containers, container => Assert.Contains(pod.Spec.Volumes, volume => volume.EmptyDir is not null
            && container.VolumeMounts.Any(mount =>
                mount.Name == volume.Name && mount is { MountPath: "/tmp", ReadOnlyProperty: null }))));

    [Fact]
    public void Every_setting_is_a_known_name() => Assert.All(
        Manifests.Files.SelectMany(path => Manifests.Read(File.ReadAllText(path))).OfType<V1ConfigMap>()
            .Where(map => map.Metadata.Name == "volcast").SelectMany(map => map.Data.Keys),
        name => Assert.Contains(name, KnownNames.All));

    [Fact]
    public void Each_selector_finds_the_pods_of_its_own_manifest() => Assert.All(
        Manifests.Whole.OfType<V1Deployment>(), deployment =>
        {
            Assert.Equal(deployment.Spec.Selector.MatchLabels, deployment.Spec.Template.Metadata.Labels);
            Assert.Contains(Manifests.Whole.OfType<V1Service>(), service =>
                service.Spec.Selector.OrderBy(label => label.Key).SequenceEqual(
                    deployment.Spec.Selector.MatchLabels.OrderBy(label => label.Key))
                && deployment.Spec.Template.Spec.Containers.Single().Ports.Single().Name
                == service.Spec.Ports.Single().TargetPort.Value);
        });

    private static V1CronJob Cron(string name) =>
        Assert.Single(Manifests.Whole.OfType<V1CronJob>(), cron => cron.Metadata.Name == name);
}
