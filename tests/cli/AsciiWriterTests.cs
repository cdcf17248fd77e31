using System.Text;
using Volcast.Cli.Output;

namespace Volcast.Cli.Tests;

public sealed class AsciiWriterTests
{
    [Theory]
    [InlineData("−0.30 – 80 % … a → b × ±1", "-0.30 - 80 % ... a -> b x +-1")]
    [InlineData("R² vol ≥ 0.5", "R2 vol >= 0.5")]
    [InlineData("████░░", "####..")]
    [InlineData("4.9 ├───●──┤ 14.2 ╎ ◆ ○", "4.9 +---O--+ 14.2 : x o")]
    [InlineData("/home/jürgen", "/home/j\\u00FCrgen")]
    [InlineData("plain", "plain")]
    public void Each_sign_becomes_one_that_reads_the_same(string text, string expected)
    {
        using var terminal = new StringWriter { NewLine = "\n" };
        using var ascii = new AsciiWriter(terminal) { NewLine = "\n" };
        ascii.WriteLine(text);
        foreach (var sign in text)
            ascii.Write(sign);
        Assert.Equal($"{expected}\n{expected}", terminal.ToString());
    }

    /// <summary>A new sign in a message must not become a code point.</summary>
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void Every_sign_in_the_texts_of_the_program_has_an_ascii_form()
    {
        var signs = new[] { "cli", "libs", "services" }
            .SelectMany(room => Directory.GetFiles(
                Path.Combine(SharedData.RepositoryRoot, room), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin") && Path.GetFileName(file) != "AsciiWriter.cs")
            // These write pages and files, never to a terminal.
            .Where(file => !file.Contains("/services/Dashboard/", StringComparison.Ordinal) && Path.GetFileName(file) != "CsvExport.cs")
            .SelectMany(File.ReadLines)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => line).Where(c => !char.IsAscii(c)).Distinct();
        Assert.All(signs, sign => Assert.DoesNotMatch("[^ -~]|\\\\u", AsciiWriter.Of($"{sign}")));
    }

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData(null, null, "en_US.UTF-8", true)]
    [InlineData(null, null, "C.utf8", true)]
    [InlineData(null, "de_DE.utf-8@euro", "C", true)]
    [InlineData("", "", "C.UTF-8", true)]
    [InlineData("C", null, "en_US.UTF-8", false)]
    [InlineData("POSIX", null, null, false)]
    [InlineData(null, null, "en_US.ISO-8859-1", false)]
    [InlineData(null, "de_DE@euro", "en_US.UTF-8", false)]
    public void The_locale_names_the_terminals_charset(string? all, string? characters, string? lang, bool isUtf8) =>
        Assert.Equal(isUtf8, TerminalCharset.IsUtf8(name => name switch
        {
            "LC_ALL" => all,
            "LC_CTYPE" => characters,
            "LANG" => lang,
            _ => null,
        }));

    [Fact]
    public async Task Json_stays_utf8_where_the_text_is_ascii()
    {
        using var bytes = new MemoryStream();
        await using (var stream = new StreamWriter(bytes, new UTF8Encoding(false)))
        {
            await using var ascii = new AsciiWriter(stream);
            var terminal = new Terminal(new Shell(ascii, ascii, _ => null, Path.GetTempPath()) { Data = stream });
            DocumentJson.Write(terminal, "−");
            terminal.Out.WriteLine("−");
            terminal.Note("−");
        }
        Assert.Equal("\"−\"\n-\n-\n", Encoding.UTF8.GetString(bytes.ToArray()).ReplaceLineEndings("\n"));
    }
}
