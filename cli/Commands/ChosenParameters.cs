using System.CommandLine;
using Volcast.Evaluation.Search;
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

    /// <summary>The request with the parameters of the file, if one was given; says where its origins are not out of
    /// sample.</summary>
    /// <exception cref="SettingException">The file is absent or none of a search.</exception>
    public TrainingRequest Put(TrainingRequest request, Run run, ParseResult parsed)
    {
        if (parsed.GetValue(file) is not { } path)
            return request;
        var search = Read(run.PathOf(path));
        if (request.Horizon != search.Horizon || request.Target.Value != search.Symbol)
            run.Terminal.Note($"The parameters of {path} were chosen for {search.Symbol} {search.Horizon}d and are used for "
                + $"{request.Target} {request.Horizon}d.");
        run.Terminal.Note($"{search.Model} takes candidate {search.Chosen} of {path}, chosen on sessions up to "
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
