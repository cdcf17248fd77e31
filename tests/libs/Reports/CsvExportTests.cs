namespace Volcast.Reports.Tests;

public sealed class CsvExportTests
{
    [Fact]
    public void Numbers_are_unrounded_and_a_missing_one_is_an_empty_field() => Assert.Equal(
        "name,value\r\na,0.1234567890123\r\nb,\r\nc,-1E-20\r\n",
        CsvExport.Of(new()
        {
            Name = "some",
            Title = "Some",
            Columns = [new("name", "Name"), new("value", "Value", "0.0")],
            Rows = [["a", .1234567890123], ["b", double.NaN], ["c", -1e-20]],
        }));

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("", "")]
    public void A_word_is_never_a_formula(string word, string field) => Assert.Equal(
        $"word\r\n{field}\r\n",
        CsvExport.Of(new() { Name = "some", Title = "Some", Columns = [new("word", "Word")], Rows = [[word]] }));
}
