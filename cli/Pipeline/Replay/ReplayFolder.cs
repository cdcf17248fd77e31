using System.Globalization;
using System.Text;
using Volcast.Files;
using Volcast.Hosting;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>The folder of a replay. It holds what was asked for, so that no other replay continues it.</summary>
internal static class ReplayFolder
{
    private const string FileName = "replay.txt";

    /// <exception cref="SettingException">The folder holds another replay, or something else.</exception>
    public static void Require(string folder, ReplayRequest request)
    {
        var (path, text) = (Path.Combine(folder, FileName), Describe(request));
        if (File.Exists(path))
        {
            if (File.ReadAllText(path) != text)
                throw new SettingException(
                    $"{folder} holds a replay with other parameters ({FileName} lists them). Give another folder with --out, or "
                    + "delete this one.");
            return;
        }
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new SettingException($"{folder} exists and holds no replay. Give another folder with --out.");
        Directory.CreateDirectory(folder);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
    }

    private static string Describe(ReplayRequest request)
    {
        var policy = request.Policy;
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"target {request.Roles.Target}\nhorizon {request.Horizon}\nfrom {request.From:yyyy-MM-dd}\n")
            .Append(CultureInfo.InvariantCulture, $"to {request.To:yyyy-MM-dd}\nrecipe {request.Recipe}\nseed {request.Seed}\n")
            .Append(CultureInfo.InvariantCulture, $"mode {policy.Mode}\napproval {policy.RequiresApproval}\nretrain_every {policy.RetrainEvery}\n")
            .Append(CultureInfo.InvariantCulture, $"cooldown {policy.Cooldown}\nbudget {policy.Budget}\nshadow_sessions {policy.ShadowSessions}\n")
            .Append(CultureInfo.InvariantCulture, $"maximum_mean_change {policy.MaximumMeanChange}\nmaximum_change {policy.MaximumChange}\n");
        foreach (var rule in policy.Rules)
            text.Append(CultureInfo.InvariantCulture, $"rule {rule.Check} {rule.Status} {rule.Response}\n");
        return text.ToString();
    }
}
