using System.CommandLine;
using Volcast.Evaluation.Search;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>The flag <c>--parameters</c>: what a search chose, in place of the shipped parameters.</summary>
internal sealed class ChosenParameters
{
    private readonly Option<string?> file = new("--parameters")
    {
        Description = "file of `volcast search`, whose choice replaces the shipped parameters of its model's trees",
        HelpName = "file",
    };

    public Symbol Option => file;

    /// <summary>The request with the parameters of the file, if one was given and changes anything; says where it does not, and
    /// where the origins are not out of sample.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="models">Those that are trained, or walked forward for their own sake.</param>
    /// <param name="context">The invocation.</param>
    /// <param name="parsed">Its flags.</param>
    /// <exception cref="SettingException">The file is absent or none of a search.</exception>
    public TrainingRequest Put(TrainingRequest request, IReadOnlyCollection<string> models, CommandContext context, ParseResult parsed)
    {
        if (parsed.GetValue(file) is not { } path)
            return request;
        var search = Read(context.PathOf(path));
        if (!models.Contains(search.Model))
        {
            context.Terminal.Note($"warning: --parameters {path} is of a search of {search.Model} and is not used: this run is of "
                + $"{string.Join(", ", models)}.");
            return request;
        }
        if (TreeParameters.Differing(ForecasterCatalog.ShippedTrees(search.Model), search.Parameters).Count == 0)
        {
            context.Terminal.Note(
                $"--parameters {path} changes nothing: its search kept the parameters that {search.Model} is shipped with.");
            return request;
        }
        if (request.Horizon != search.Horizon || request.Target.Value != search.Symbol)
            context.Terminal.Note($"The parameters of {path} were chosen for {search.Symbol} {search.Horizon}d and are used for "
                + $"{request.Target} {request.Horizon}d.");
        context.Terminal.Note($"{search.Model} takes candidate {search.Chosen} of {path}, chosen on sessions up to "
            + $"{search.LastSession:yyyy-MM-dd}: its scores up to that day are not out of sample.");
        return request with
        {
            TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>> { [search.Model] = search.Parameters },
        };
    }

    private static SearchResult Read(string path)
    {
        try
        {
            return SearchResult.Parse(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new SettingException($"--parameters {path}: {error.Message}");
        }
    }
}
