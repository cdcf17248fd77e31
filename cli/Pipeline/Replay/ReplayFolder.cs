using System.Globalization;
using System.Text;
using Volcast.Cli.Doctor;
using Volcast.Files;
using Volcast.Hosting;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>The folder of a replay. It holds what was asked for, so that no other replay continues it.</summary>
internal static class ReplayFolder
{
    private const string FileName = "replay.txt";

    /// <summary>Refuses the folder of all models before anything is computed: it may hold replays only, and may not be
    /// among the data of the daily runs.</summary>
    /// <param name="folder">The absolute path.</param>
    /// <param name="dataFolder">The data folder of the settings.</param>
    /// <exception cref="SettingException">It is refused.</exception>
    public static void RequireParent(string folder, string dataFolder)
    {
        if (DiskCheck.FileInTheWay(folder) is { } file)
            throw new SettingException($"--out {folder}: {file} is a file, not a folder. Give another folder with --out.");
        var inside = Path.GetRelativePath(dataFolder, folder);
        if (inside == "." || !(inside == ".." || inside.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            || Path.IsPathRooted(inside)))
            throw new SettingException($"--out {folder} is in the data folder {dataFolder}. Give a folder outside of it.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder)
            .FirstOrDefault(entry => !File.Exists(Path.Combine(entry, FileName))) is { } other)
            throw new SettingException(
                $"--out {folder} holds {Path.GetFileName(other)}, which is no replay. Give an empty or a new folder with --out.");
    }

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
