using System.Reflection;

namespace Volcast.Forecasting;

/// <summary>The slopes that ship with the program, one set for each training cut, made by <c>volcast pool</c>.</summary>
public static class ShippedSlopes
{
    private const string Folder = "universal-slopes/";

    /// <summary>The sets by their cut, ascending.</summary>
    public static IReadOnlyList<UniversalSlopes> All { get; } = Read();

    private static UniversalSlopes[] Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Select(name =>
                {
                    using var content = new MemoryStream();
                    using (var resource = assembly.GetManifestResourceStream(name)!)
                        resource.CopyTo(content);
                    return UniversalSlopes.Parse(content.ToArray());
                })
                .OrderBy(slopes => slopes.To),
        ];
    }
}
