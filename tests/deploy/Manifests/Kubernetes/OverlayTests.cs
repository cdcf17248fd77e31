using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace Volcast.Deploy.Manifests.Tests.Kubernetes;

/// <summary>The overlays name files and objects that exist. kustomize itself runs in the job <c>kubernetes</c> of the
/// CI.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class OverlayTests
{
    public static TheoryData<string> Overlays =>
        [.. Directory.GetDirectories(Path.Combine(Manifests.Folder, "overlays")).Select(path => Path.GetFileName(path)!).Order()];

    private static readonly string[] BaseObjects = [.. Objects(Path.Combine(Manifests.Folder, "base")).Select(Name)];

    /// <summary>No manifest stands outside the kustomizations: there the images of an overlay would not reach it.</summary>
    [Fact]
    public void Every_manifest_is_listed_by_the_kustomization_beside_it()
    {
        Assert.Empty(Directory.GetFiles(Manifests.Folder, "*.yaml"));
        Assert.All(["base", "scale"], folder => Assert.Equal(
            Directory.GetFiles(Path.Combine(Manifests.Folder, folder), "*.yaml").Select(path => Path.GetFileName(path)!)
                .Except(["kustomization.yaml"]).Order(),
            Entries(folder, "resources").Select(one => one.ToString()).Order()));
    }

    [Fact]
    public void The_jobs_of_a_plan_get_the_image_of_an_overlay() => Assert.Equal(
        Entries("overlays/dev", "images").Where(one => one["name"].ToString() == "volcast-worker").Select(one => $"{one}"),
        Entries("scale", "images").Select(one => $"{one}"));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_resource_exists_and_a_patch_changes_an_object_of_the_base(string overlay)
    {
        var folder = Path.Combine(Manifests.Folder, "overlays", overlay);
        Assert.All(Entries($"overlays/{overlay}", "resources"), one => Assert.True(
            Path.Exists(Path.Combine(folder, one.ToString())), $"{overlay} names {one}, which does not exist."));
        var patches = Entries($"overlays/{overlay}", "patches").Select(one => one["path"].ToString()).ToArray();
        Assert.All(patches, path => Assert.All(
            Manifests.Read(File.ReadAllText(Path.Combine(folder, path))), patch => Assert.Contains(Name(patch), BaseObjects)));
        Assert.Equal(
            Directory.GetFiles(folder, "*.yaml").Select(path => Path.GetFileName(path)!).Except(["kustomization.yaml"]).Order(),
            patches.Concat(Entries($"overlays/{overlay}", "resources").Select(one => one.ToString())
                .Where(one => one.EndsWith(".yaml", StringComparison.Ordinal))).Order());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void A_renamed_image_is_one_that_a_container_runs(string overlay) => Assert.All(
        Entries($"overlays/{overlay}", "images").Select(one => one["name"].ToString()),
        name => Assert.Contains(name, Manifests.Whole.Select(Manifests.PodsOf).OfType<V1PodTemplateSpec>()
            .SelectMany(pod => pod.Spec.Containers).Select(container => container.Image)));

    private static IEnumerable<object> Objects(string folder) => Directory.GetFiles(folder, "*.yaml")
        .Where(path => Path.GetFileName(path) != "kustomization.yaml")
        .SelectMany(path => Manifests.Read(File.ReadAllText(path)));

    private static string Name(object manifest) =>
        $"{manifest.GetType().Name} {((IMetadata<V1ObjectMeta>)manifest).Metadata.Name}";

    private static YamlNode[] Entries(string folder, string key)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Manifests.Folder, folder, "kustomization.yaml"))));
        var root = (YamlMappingNode)yaml.Documents.Single().RootNode;
        return root.Children.TryGetValue(key, out var list) ? [.. (YamlSequenceNode)list] : [];
    }
}
