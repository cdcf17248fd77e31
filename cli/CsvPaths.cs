using Volcast.Hosting;
using Volcast.Services.Ingest.Sources.Csv;

namespace Volcast.Cli;

/// <summary>How <c>--path</c> and <c>--source csv</c> belong together.</summary>
internal static class CsvPaths
{
    public static bool IsSource(Settings settings) =>
        settings.Text(VolcastSettings.Source).Equals(CsvSource.SourceName, StringComparison.OrdinalIgnoreCase);

    /// <summary>A folder of csv files given by flag means that they are the source.</summary>
    /// <exception cref="SettingException">Another source is given by flag.</exception>
    public static Settings WithSource(Settings given)
    {
        if (given[VolcastSettings.CsvPath].Origin != SettingOrigin.Flag)
            return given;
        if (given[VolcastSettings.Source].Origin != SettingOrigin.Flag)
            return given.With(VolcastSettings.Source, CsvSource.SourceName);
        return IsSource(given)
            ? given
            : throw new SettingException(
                $"--path names a folder of csv files, but --source {given.Text(VolcastSettings.Source)} reads none. "
                + "Leave out one of the two.");
    }
}
