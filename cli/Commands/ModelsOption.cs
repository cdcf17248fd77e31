using System.CommandLine;
using Volcast.Forecasting;
using Volcast.Hosting;

namespace Volcast.Cli.Commands;

/// <summary>The flag with the names of one or several forecasters.</summary>
internal sealed class ModelsOption : Option<string?>
{
    private readonly bool isList;

    private ModelsOption(string name, bool isList)
        : base(name) => this.isList = isList;

    public static ModelsOption One(string name, string description) => new(name, isList: false)
    {
        Description = description,
        HelpName = "name",
    };

    /// <summary>Names separated by commas.</summary>
    public static ModelsOption Several(string name, string description) => new(name, isList: true)
    {
        Description = description,
        HelpName = "names",
    };

    /// <returns>The names, each once; null if the flag was not given.</returns>
    /// <exception cref="SettingException">There is no such forecaster; the message lists the forecasters.</exception>
    public IReadOnlyList<string>? Of(ParseResult parsed)
    {
        if (parsed.GetValue(this) is not { } given)
            return null;
        string[] names = isList
            ? [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()]
            : [given];
        return names.FirstOrDefault(name => !ForecasterCatalog.Names.Contains(name)) is { } unknown
            ? throw new SettingException($"'{unknown}' given by {Name} is not a model: the models are "
                + $"{string.Join(", ", ForecasterCatalog.Names)}.")
            : names.Length > 0 ? names : throw new SettingException($"{Name} needs at least one name.");
    }
}
