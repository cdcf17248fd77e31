using Volcast.Lake;
using Volcast.Registry;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Cli.Doctor;

/// <summary>A check of one thing that Volcast needs. It changes nothing.</summary>
/// <param name="Name">What is checked, in one word.</param>
/// <param name="RunAsync">Looks at it. Its exceptions that a user can act on become problems.</param>
internal sealed record DoctorCheck(string Name, Func<CancellationToken, Task<Diagnosis>> RunAsync)
{
    /// <summary>Runs the check for at most <paramref name="limit"/>, even if it blocks its thread, as a dead network disk
    /// does.</summary>
    public async Task<Diagnosis> RunWithinAsync(TimeSpan limit, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            return await Task.Run(() => RunAsync(late.Token), CancellationToken.None).WaitAsync(limit, stop);
        }
        catch (TimeoutException)
        {
            return Diagnosis.Problem(
                $"no answer within {limit.TotalSeconds:0.##} s", "Is it on a network that does not answer? Try again later.");
        }
        catch (Exception error) when (error is LakeException or RegistryException or MarketDataException or IOException
            or UnauthorizedAccessException or Hosting.SettingException)
        {
            return Diagnosis.Of(error);
        }
        finally
        {
            await late.CancelAsync();
        }
    }
}
