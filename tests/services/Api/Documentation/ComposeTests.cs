using System.Text.RegularExpressions;

namespace Volcast.Services.Api.Tests.Documentation;

public sealed partial class ComposeTests
{
    /// <summary>The image sets it, to the volume of the containers.</summary>
    private const string SetByTheImage = "VOLCAST_DATA";

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void Every_setting_of_the_service_is_passed_to_its_container()
    {
        var passed = Variable().Matches(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml")))
            .Select(match => match.Groups[1].Value);
        Assert.Empty(ApiSettings.All.Select(setting => setting.Name).Except(passed).Except([SetByTheImage]));
    }

    [GeneratedRegex("^    ([A-Z_]+): ", RegexOptions.Multiline)]
    private static partial Regex Variable();
}
