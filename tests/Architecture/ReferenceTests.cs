using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Volcast.Architecture.Tests;

/// <summary>Compares the project files with the picture in ARCHITECTURE.md.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Rooms = ["libs", "services"];

    /// <summary>Project → projects that it references, from the table between the markers.</summary>
    private static Dictionary<string, string[]> Picture()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "ARCHITECTURE.md"));
        var table = page.Split("<!-- references -->")[1].Split("<!-- /references -->")[0];
        return Regex.Matches(table, @"^\| ((?:libs|services)/[\w.]+) \| ?(.*?) ?\|$", RegexOptions.Multiline).ToDictionary(
            row => row.Groups[1].Value,
            row => row.Groups[2].Value
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order().ToArray());
    }

    private static IEnumerable<(string Room, string[] References)> Projects() =>
        from room in Rooms
        from file in Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, room), "*.csproj", SearchOption.AllDirectories)
        select ($"{room}/{new DirectoryInfo(Path.GetDirectoryName(file)!).Name}",
            XDocument.Load(file).Descendants("ProjectReference")
                .Select(reference => reference.Attribute("Include")!.Value).ToArray());

    [Fact]
    public void Every_project_references_exactly_what_the_picture_shows()
    {
        var picture = Picture();
        var projects = Projects().ToArray();
        Assert.Equal(picture.Keys.Order(), projects.Select(project => project.Room).Order());
        Assert.All(projects, project => Assert.Equal(
            picture[project.Room],
            project.References.Select(path => path.Split('/')[^2]).Order()));
    }

    [Fact]
    public void No_service_references_another() =>
        Assert.All(Projects().Where(project => project.Room.StartsWith("services/", StringComparison.Ordinal)), project =>
            Assert.DoesNotContain(project.References, path => path.Contains("services/", StringComparison.Ordinal)));

    [Fact]
    public void Interfaces_exist_at_the_seams_only()
    {
        string[] seams =
        [
            "IFittedForecaster", "IForecaster", "ILease", "ILeaseStore", "IMarketDataSource", "IModelRegistry", "IObjectStore",
        ];
        const string declaration = @"^\s*(?:public|internal)?\s*(?:partial )?interface (\w+)";
        var obj = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
        var declared = Rooms.Append("cli")
            .Select(room => Path.Combine(SharedData.RepositoryRoot, room))
            .SelectMany(room => Directory.GetFiles(room, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains(obj, StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), declaration, RegexOptions.Multiline))
            .Select(match => match.Groups[1].Value);
        Assert.Equal(seams, declared.Order());
    }
}
