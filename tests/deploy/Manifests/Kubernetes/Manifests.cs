using k8s;
using k8s.Models;

namespace Volcast.Deploy.Manifests.Tests.Kubernetes;

/// <summary>The manifests of this repository, read as a cluster reads them: an unknown field is an error.</summary>
internal static class Manifests
{
    public static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "deploy", "kubernetes");

    /// <summary>The paths of all manifests, and not those of kustomize's own files.</summary>
    public static string[] Files =>
        [.. Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "kustomization.yaml").Order(StringComparer.Ordinal)];

    /// <summary>The objects of a manifest.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">A field is unknown or has another type.</exception>
    public static List<object> Read(string text) => KubernetesYaml.LoadAllFromString(text, typeMap: null, strict: true);

    /// <summary>The objects of all manifests that are whole: patches leave out what they do not change.</summary>
    public static IEnumerable<object> Whole =>
        Files.Where(path => !IsPatch(path)).SelectMany(path => Read(File.ReadAllText(path)));

    /// <summary>Whether a kustomization names the file as a patch.</summary>
    public static bool IsPatch(string path) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "kustomization.yaml"))
        && File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "kustomization.yaml"))
            .Contains($"- path: {Path.GetFileName(path)}", StringComparison.Ordinal);

    /// <summary>The pods that an object starts; null for an object that starts none.</summary>
    public static V1PodTemplateSpec? PodsOf(object manifest) => manifest switch
    {
        V1Deployment deployment => deployment.Spec.Template,
        V1Job job => job.Spec.Template,
        V1CronJob cron => cron.Spec.JobTemplate.Spec.Template,
        _ => null,
    };
}
