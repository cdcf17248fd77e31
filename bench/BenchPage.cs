using System.Text.RegularExpressions;

namespace Volcast.Bench;

/// <summary>The page <c>docs/bench.md</c> has a section for each benchmark; its newest run replaces the section. A copy of the
/// section goes to <c>bench/results</c>, which is not committed.</summary>
internal static class BenchPage
{
    private const string Head = """
        # Benchmarks
        <!-- `bench/run.sh NAME` writes one section, `make bench` writes all. -->

        Each table shows the median, fastest and slowest wall-clock time of the runs after a warm-up, and sometimes the median
        processor time. Other work on the machine makes a run slower and never faster, so the fastest run and the processor time
        are the most reliable. The sections can come from different machines.


        """;

    public static string Root { get; } = FindRoot();

    public static string Results { get; } = Directory.CreateDirectory(Path.Combine(Root, "bench", "results")).FullName;

    /// <summary>Replaces the section of the benchmark, or appends it. Other sections do not change.</summary>
    public static void Write(string name, string section)
    {
        section = string.Join('\n', section.Split('\n').Select(Wrap));
        File.WriteAllText(Path.Combine(Results, name + ".md"), section);
        var path = Path.Combine(Root, "docs", "bench.md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Replace(File.Exists(path) ? File.ReadAllText(path) : Head, name, section));
    }

    /// <summary>A line of prose in lines of at most 120 columns; a row of a table is one line.</summary>
    private static string Wrap(string line)
    {
        const int columns = 120;
        if (line.Length <= columns || line.StartsWith('|'))
            return line;
        var end = line.LastIndexOf(' ', columns);
        return end < 0 ? line : $"{line[..end]}\n{Wrap(line[(end + 1)..])}";
    }

    private static string Replace(string page, string name, string section)
    {
        var (begin, end) = ($"<!-- begin {name} -->", $"<!-- end {name} -->");
        var framed = $"{begin}\n{section}{end}\n";
        var old = new Regex($"{Regex.Escape(begin)}.*?{Regex.Escape(end)}\n", RegexOptions.Singleline);
        return old.IsMatch(page) ? old.Replace(page, _ => framed, 1) : $"{page.TrimEnd('\n')}\n\n{framed}";
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Volcast.slnx")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new BenchmarkException($"no folder above {AppContext.BaseDirectory} contains Volcast.slnx.");
    }
}
