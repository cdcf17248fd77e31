namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>A text is not a table of daily bars.</summary>
/// <param name="what">What is wrong with it, as a clause without a full stop.</param>
/// <param name="wayOn">What its author can do, as a sentence without a full stop.</param>
/// <param name="cause">The error behind it.</param>
internal sealed class CsvFormatException(string what, string wayOn, Exception? cause = null) : Exception(what, cause)
{
    public string What { get; } = what;

    public string WayOn { get; } = wayOn;
}
