using System.Text.RegularExpressions;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Schemas.Tests;

public sealed class SchemaPageTests
{
    [Fact]
    public void A_page_states_everything_that_the_declaration_does()
    {
        var schema = TableSchema.Named("demo", 3, "Description of the table.").ProducedBy("ingest").WhenItIsLost("Restore it.")
            .PartitionedBy("year", "symbol").ByYearOf("session")
            .Holding(
                Text("symbol", "Ticker").Matching(new Regex("^A|B$")),
                Date("session", "Day"),
                Number("rsi", "Strength").In("points").Between(0, 100).Nullable(),
                Integer("n", "Count").Above(0).Warns(),
                Text("kind", "Sort").OneOf("live", "shadow").Unique())
            .Key("symbol", "session").Strict().Coercing();
        Assert.Equal(
            """
            # demo

            Description of the table.

            | | |
            |---|---|
            | version | 3 |
            | key | `symbol`, `session` |
            | partition | `year` of `session`, `symbol`; in the path, not inside the files |
            | produced by | `volcast ingest` |
            | when a file is lost | Restore it. |

            ## Columns

            | column | type | unit | allowed | may be missing | content |
            |---|---|---|---|---|---|
            | `symbol` | text |  | `^A\|B$` | no | Ticker |
            | `session` | date |  |  | no | Day |
            | `rsi` | number | points | 0 ≤ x ≤ 100 | yes | Strength |
            | `n` | integer |  | > 0 (warning) | no | Count |
            | `kind` | text |  | live, shadow, unique | no | Sort |

            ## Checks

            | check | severity | condition |
            |---|---|---|
            | `key_unique` | error | symbol, session together are unique |

            The table refuses columns that are not listed. It converts values of another type where the conversion loses nothing.

            """, SchemaPage.Render(schema));
    }

    [Fact]
    public void A_long_description_is_wrapped_at_120_columns()
    {
        var (first, second) = ($"{new string('a', 60)} {new string('b', 59)}", "c d");
        Assert.StartsWith($"# demo\n\n{first}\n{second}\n\n| |",
            SchemaPage.Render(TableSchema.Named("demo", 1, $"{first} {second}").ProducedBy("ingest")));
    }

    [Fact]
    public void A_note_on_the_producer_replaces_the_command() => Assert.Contains(
        "| produced by | the next release |\n",
        SchemaPage.Render(TableSchema.Named("demo", 1, "X.").ProducedBy("ingest", "the next release")));

    [Fact]
    public void A_table_without_partition_or_checks_states_so()
    {
        var page = SchemaPage.Render(TableSchema.Named("demo", 1, "X.").ProducedBy("ingest").Holding(Number("x", "X")));
        Assert.Contains("| partition | none |", page);
        Assert.Contains("| produced by | `volcast ingest` |", page);
        Assert.DoesNotContain("## Checks", page);
        Assert.EndsWith("The table accepts columns that are not listed.\n", page);
    }
}
