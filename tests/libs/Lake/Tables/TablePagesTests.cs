using Volcast.Lake.Tables;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Tables;

public sealed class TablePagesTests
{
    public static TheoryData<string> Names => [.. LakeTables.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_a_table_matches_its_declaration(string name)
    {
        var page = SchemaPage.Render(LakeTables.All.Single(t => t.Name == name));
        var path = Path.Combine(SharedData.RepositoryRoot, "docs", "tables", $"{name}.md");
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
            File.WriteAllText(path, page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == page,
            $"docs/tables/{name}.md differs from the declaration of the table. Write it again: "
            + "VOLCAST_WRITE_DOCS=1 dotnet test tests/libs/Lake --filter TablePagesTests");
    }

    [Fact]
    public void Every_page_belongs_to_a_table() => Assert.Equal(
        Names.Select(row => (string)row).Order(),
        Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "docs", "tables"), "*.md")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order());

    [Fact]
    public void Every_table_is_strict_and_describes_each_column() => Assert.All(LakeTables.All, table =>
    {
        Assert.True(table.IsStrict);
        Assert.NotEmpty(table.Producer);
        Assert.All(table.Columns, column => Assert.NotEmpty(column.Description));
        Assert.All(table.KeyColumns.Concat(table.PartitionColumns.Where(p => p != "year")), name => Assert.True(table.Has(name)));
    });

    [Fact]
    public void A_table_that_several_jobs_write_states_what_its_command_writes() => Assert.Contains(
        "| produced by | `volcast outcomes` (scores), `volcast monitor` (scores and checks) and `volcast run-daily` (these, "
        + "alerts and decisions) |",
        SchemaPage.Render(MonitoringTable.Schema));
}
