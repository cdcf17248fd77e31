using System.Text.Json;

namespace Volcast.Services.Monitoring.Tests.Alerts;

[Trait(Category.Name, Category.Integration)]
public sealed class FileChannelTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static async Task<string[]> AppendAsync(string? before, string path = "log/alerts.jsonl")
    {
        using var folder = new TemporaryFolder();
        var file = folder[path];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (before is not null)
            await File.WriteAllTextAsync(file, before, Stop);
        using var channels = Sample.Open(Sample.Channel("type: file", $"path: {path}"), folder: folder.Path);
        Assert.Null(await channels.SendAsync("out", Sample.Message, Stop));
        var text = await File.ReadAllTextAsync(file, Stop);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text.TrimEnd('\n').Split('\n');
    }

    [Fact]
    public async Task Each_message_is_one_line_of_json()
    {
        var line = Assert.Single(await AppendAsync(before: null));
        var document = JsonDocument.Parse(line).RootElement;
        Assert.Equal(Sample.Message.Id, document.GetProperty("id").GetString());
        Assert.Equal(Sample.Message.Text, document.GetProperty("text").GetString());
        Assert.Equal("2026-11-20", document.GetProperty("session").GetString());
    }

    [Theory]
    [InlineData("""{"id":"first"}""" + "\n", """{"id":"first"}""")]
    [InlineData("""{"id":"first"}""" + "\n" + """{"id":"tor""", """{"id":"first"}""")]
    [InlineData("""{"id":"tor""", null)]
    [InlineData("""{"id":"no end"}""", """{"id":"no end"}""")]
    public async Task A_torn_line_is_removed_and_a_complete_one_kept(string before, string? kept)
    {
        var lines = await AppendAsync(before);
        Assert.Equal(kept, lines.Length == 2 ? lines[0] : null);
        Assert.Equal(Sample.Message.Id, JsonDocument.Parse(lines[^1]).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_reported()
    {
        using var folder = new TemporaryFolder();
        using var channels = Sample.Open(Sample.Channel("type: file", "path: ."), folder: folder.Path);
        Assert.Contains(" cannot be written: ", await channels.SendAsync("out", Sample.Message, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_of_a_text_do_not_end_the_line_of_a_log()
    {
        var lines = new List<string>();
        using var channels = Sample.Open(Sample.Channel("type: log"), log: lines.Add);
        Assert.Null(await channels.SendAsync("out", Sample.Message with { Text = "one\ntwo\u001b[2J" }, Stop));
        Assert.Equal("2026-11-23T12:00:00Z SIMULATED: alert spy_above_25 for SPY over 5 sessions: one two [2J",
            Assert.Single(lines));
    }
}
