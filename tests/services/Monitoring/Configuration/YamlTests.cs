using System.Text;
using CsCheck;
using Volcast.Hosting;
using Volcast.Services.Monitoring.Configuration;

namespace Volcast.Services.Monitoring.Tests.Configuration;

public sealed class YamlTests
{
    private static readonly NJsonSchema.JsonSchema Anything = NJsonSchema.JsonSchema.CreateAnySchema();

    private static string Fault(string yaml) => Fault(Encoding.UTF8.GetBytes(yaml));

    private static string Fault(byte[] yaml) =>
        Assert.Throws<SettingException>(() => ConfigurationDocument.Parse(yaml, "a.yaml", Anything)).Message;

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "a.yaml, line 3, column 1: the key a stands here a second time; keep one of the two.")]
    [InlineData("a: &x [1]\nb: *x\n", "a.yaml, line 1, column 4: anchors (&name) are not supported; write the value out.")]
    [InlineData("b: *x\n", "a.yaml, line 1, column 4: aliases (*name) are not supported; write the value out.")]
    [InlineData("b: !!str 5\n", "a.yaml, line 1, column 4: tags (!name) are not supported; leave the tag out.")]
    [InlineData("a: 1\n---\nb: 2\n", "a.yaml, line 2, column 1: the file holds a second document; expected one.")]
    [InlineData("? [a, b]\n: 1\n", "a.yaml, line 1, column 3: a key must be a plain text.")]
    public void What_json_cannot_express_is_refused(string yaml, string fault) => Assert.Equal(fault, Fault(yaml));

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n", 1)]
    [InlineData("a: 1\nb: 'open\n", 2)]
    [InlineData("a: 1\n  b: 2\n", 2)]
    [InlineData("a:\n\tb: 2\n", 2)]
    public void Broken_yaml_names_line_and_column(string yaml, int line) => Assert.Matches(
        $"^a\\.yaml, line {line}, column [0-9]+: this is not YAML: .+\\.$", Fault(yaml));

    /// <summary>Any text is a document or a fault with a place, never a defect.</summary>
    [Fact]
    public void Any_text_is_a_document_or_has_a_fault() =>
        Gen.Char["[]{}:,-?&*!|>'\"%@`# \n\tab10~\\<"].Array[0, 40].Sample(letters =>
        {
            var text = new string(letters);
            try
            {
                ConfigurationDocument.Parse(Encoding.UTF8.GetBytes(text), "a.yaml", Anything);
            }
            catch (SettingException fault)
            {
                Assert.Matches("^a\\.yaml, line [1-9][0-9]*, column [1-9][0-9]*", fault.Message);
            }
        }, iter: 50_000);

    [Fact]
    public void Other_encodings_are_refused() =>
        Assert.Equal("a.yaml is not UTF-8 text: save it as UTF-8.", Fault([(byte)'a', (byte)':', (byte)' ', 0xe9]));

    [Fact]
    public void Depth_and_number_of_values_are_bounded()
    {
        Assert.Equal("a.yaml, line 1, column 14: the value is nested more than 12 levels deep.",
            Fault($"{new string('[', 100_000)}"));
        Assert.EndsWith(": the file has more than 20000 values.", Fault($"[{string.Join(",", Enumerable.Repeat("1", 20_001))}]"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_file_is_refused_without_reading_it_all()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.yaml"], new string('#', 300 * 1024));
        var fault = Assert.Throws<SettingException>(() => ConfigurationDocument.Read(folder["a.yaml"], Anything)).Message;
        Assert.Equal($"{folder["a.yaml"]} cannot be read: {folder["a.yaml"]} is larger than 256 KiB.", fault);
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.StartsWith(
        "/no/such.yaml cannot be read: ",
        Assert.Throws<SettingException>(() => ConfigurationDocument.Read("/no/such.yaml", Anything)).Message,
        StringComparison.Ordinal);

    /// <summary>The core schema of YAML 1.2, in any culture.</summary>
    [Fact]
    public Task Scalars_have_the_types_of_the_core_schema() => OtherCulture.RunAsync(() =>
    {
        var values = ConfigurationDocument.Parse(
            "a: 5\nb: -1.5\nc: true\nd: yes\ne: '5'\nf: ~\ng: 1,5\nh: .inf\ni: +7\nj: 1e3\n"u8, "a.yaml", Anything)
            .As<Dictionary<string, object?>>();
        Assert.Equal(
            ["5", "-1.5", "True", "yes", "5", "", "1,5", ".inf", "7", "1000.0"],
            values.Values.Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)));
        return values;
    });
}
