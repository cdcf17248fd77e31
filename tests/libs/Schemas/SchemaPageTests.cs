using System.Text.RegularExpressions;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Schemas.Tests;

public sealed class SchemaPageTests
{
    [Fact]
    public void A_page_tells_everything_that_the_declaration_does()
    {
        var schema = TableSchema.Named("demo", 3, "What it holds.").ProducedBy("ingest").WhenItIsLost("Weep.")
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

            What it holds.

            | | |
            |---|---|
            | version | 3 |
            | key | `symbol`, `session` |
            | partition | `year` of `session`, `symbol`; part of the path, not inside the files |
            | produced by | `volcast ingest` |
            | when a file is lost | Weep. |

            ## Columns

            | column | type | unit | allowed | null | holds |
            |---|---|---|---|---|---|
            | `symbol` | text |  | `^A\|B$` | no | Ticker |
            | `session` | date |  |  | no | Day |
            | `rsi` | number | points | 0 ≤ x ≤ 100 | yes | Strength |
            | `n` | integer |  | > 0 (warning) | no | Count |
            | `kind` | text |  | live, shadow, unique | no | Sort |

            ## Checks

            | check | severity | what has to hold |
            |---|---|---|
            | `key_unique` | error | symbol, session together occur once |

            A column that is not listed is refused. Values of another type are converted where nothing is lost by it.

            """, SchemaPage.Render(schema));
    }

    [Fact]
    public void A_loose_table_without_partition_or_checks_says_so()
    {
        var page = SchemaPage.Render(TableSchema.Named("demo", 1, "X.").ProducedBy("ingest").Holding(Number("x", "X")));
        Assert.Contains("| partition | none |", page);
        Assert.DoesNotContain("## Checks", page);
        Assert.EndsWith("Further columns are let pass.\n", page);
    }
}
