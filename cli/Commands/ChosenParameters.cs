using System.CommandLine;
using Volcast.Evaluation.Search;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>The flag <c>--parameters</c>: parameters chosen by a search, instead of the shipped ones.</summary>
internal sealed class ChosenParameters
{
    /// <summary>Its name.</summary>
    public const string Flag = "--parameters";

    private readonly Option<string?> file = new(Flag)
    {
        Description = "file written by `volcast search`: its parameters replace the shipped ones of that model's trees",
        HelpName = "file",
    };

    public Symbol Option => file;

    /// <summary>The request with the parameters of the file, if one was given and changes anything. Prints a note if it changes
    /// nothing, and which origins are not out of sample.</summary>
    /// <param name="request">The training.</param>
    /// <param name="models">The models that are trained or backtested.</param>
    /// <param name="context">The invocation.</param>
    /// <param name="parsed">Its flags.</param>
    /// <exception cref="SettingException">The file is missing or was not written by a search.</exception>
    public TrainingRequest Put(
        TrainingRequest request, IReadOnlyCollection<string> models, CommandContext context, ParseResult parsed)
    {
        if (parsed.GetValue(file) is not { } path)
            return request;
        var search = Read(context.PathOf(path));
        if (!models.Contains(search.Model))
        {
            context.Terminal.Note($"warning: --parameters {path} is ignored: it holds parameters of {search.Model}, and "
                + $"this run has {string.Join(", ", models)}.");
            return request;
        }
        if (TreeParameters.Differing(ForecasterCatalog.ShippedTrees(search.Model, request.Horizon), search.Parameters).Count == 0)
        {
            context.Terminal.Note(
                $"--parameters {path} changes nothing: the search kept the shipped parameters of {search.Model}.");
            return request;
        }
        if (request.Horizon != search.Horizon || request.Target.Value != search.Symbol)
            context.Terminal.Note($"The parameters of {path} were chosen for {search.Symbol} {search.Horizon}d and are used for "
                + $"{request.Target} {request.Horizon}d.");
        context.Terminal.Note($"{search.Model} uses candidate {search.Chosen} of {path}, chosen on sessions up to "
            + $"{search.LastSession:yyyy-MM-dd}: its scores up to that day are not out of sample, and a promotion compares later "
            + "origins only.");
        return request with
        {
            TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>> { [search.Model] = search.Parameters },
            SearchedTo = search.LastSession,
        };
    }

    private static SearchResult Read(string path)
    {
        if (Directory.Exists(path))
            throw new SettingException($"--parameters {path} is a folder: give the file that `volcast search` wrote.");
        try
        {
            return SearchResult.Parse(RegularFile.Read(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SettingException($"--parameters {path}: {error.Message}");
        }
    }
}
