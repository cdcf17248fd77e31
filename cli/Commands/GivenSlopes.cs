using System.CommandLine;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>The flag <c>--slopes</c>: universal slopes that `volcast pool` wrote, instead of the shipped ones.</summary>
internal sealed class GivenSlopes
{
    /// <summary>Its name.</summary>
    public const string Flag = "--slopes";

    /// <summary>The recipes that use universal slopes.</summary>
    private static readonly string[] Users = [ForecasterCatalog.Shipped, ForecasterCatalog.Universal];

    private readonly Option<string?> path = new(Flag)
    {
        Description = "file written by `volcast pool`, or a folder of such files with different cuts: they replace the shipped"
            + " slopes, and a fit takes the newest cut before its last training row",
        HelpName = "file or folder",
    };

    public Symbol Option => path;

    /// <summary>The sets of slopes; null if none were given. Prints a note if no model of the run uses them.</summary>
    /// <param name="models">The models of the backtest.</param>
    /// <param name="context">The invocation.</param>
    /// <param name="parsed">Its flags.</param>
    /// <exception cref="SettingException">A file is missing or damaged, two have the same cut, or the folder has none.</exception>
    public IReadOnlyList<UniversalSlopes>? Of(
        IReadOnlyCollection<string> models, CommandContext context, ParseResult parsed)
    {
        if (parsed.GetValue(path) is not { } given)
            return null;
        var absolute = context.PathOf(given);
        string[] files = Directory.Exists(absolute)
            ? [.. Directory.EnumerateFiles(absolute, "*.json").Order(StringComparer.Ordinal)]
            : [absolute];
        if (files.Length == 0)
            throw new SettingException($"{Flag} {given} has no .json file: give a file that `volcast pool` wrote, or a folder of "
                + "such files.");
        UniversalSlopes[] sets = [.. files.Select(file => Read(given, file))];
        if (sets.GroupBy(set => set.To).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SettingException($"{Flag} {given} has two files with slopes cut on {twice.Key:yyyy-MM-dd}: keep one of them.");
        if (!models.Intersect(Users).Any())
        {
            context.Terminal.Note($"warning: {Flag} {given} is ignored: {string.Join(" and ", Users)} use slopes, and this run has "
                + $"{string.Join(", ", models)}.");
            return null;
        }
        context.Terminal.Note($"Slopes of {given} in place of the shipped ones, cut on "
            + $"{string.Join(", ", sets.Select(set => set.To).Order().Select(cut => $"{cut:yyyy-MM-dd}"))}.");
        return sets;
    }

    private static UniversalSlopes Read(string given, string file)
    {
        try
        {
            return UniversalSlopes.Parse(RegularFile.Read(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SettingException($"{Flag} {given}: {Path.GetFileName(file)}: {error.Message}");
        }
    }
}
