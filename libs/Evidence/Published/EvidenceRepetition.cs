namespace Volcast.Evidence.Published;

/// <summary>The full proof of an evidence folder, for those who have the vendor's bars: the run is repeated, and every file must
/// be the same bit for bit.</summary>
public static class EvidenceRepetition
{
    private static readonly string[] Known =
        ["--target", "--horizon", "--from", "--to", "--seed", "--models", "--refit-every", "--rolling"];

    /// <summary>The arguments of the command in the folder's manifest, without the location of data and output.</summary>
    /// <exception cref="EvidenceException">The manifest is damaged, or its command has a flag that is not repeated here.
    /// </exception>
    public static IReadOnlyList<string> Arguments(string folder)
    {
        var command = EvidenceFolder.Manifest(EvidenceFolder.Contents(folder)).Run.Command;
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["volcast", "backtest", .. var arguments]
            || arguments.Where((_, i) => i % 2 == 0).Any(flag => !Known.Contains(flag)) || arguments.Length % 2 != 0)
            throw new EvidenceException($"{EvidenceFolder.NameOf(folder)}: this command cannot be repeated: {command}. Expected"
                + $" volcast backtest with some of {string.Join(", ", Known)}.");
        return ["backtest", .. arguments];
    }

    /// <summary>The files that differ between the published and the repeated folder.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">The published folder.</param>
    /// <param name="repeated">The folder of the repeated run.</param>
    public static IReadOnlyList<EvidenceFinding> Differences(string root, string folder, string repeated)
    {
        var (published, ours) = (EvidenceFolder.Contents(folder), EvidenceFolder.Contents(repeated));
        return
        [
            .. published.Keys.Union(ours.Keys).Order(StringComparer.Ordinal)
                .Select(file => new EvidenceFinding(
                    Path.GetRelativePath(root, Path.Combine(folder, file)), "the repeated run",
                    Described(published, file), Described(ours, file)))
                .Where(finding => finding.Published != finding.Recomputed),
        ];
    }

    private static string Described(Dictionary<string, byte[]> files, string file) =>
        files.TryGetValue(file, out var content) ? $"SHA-256 {EvidenceFiles.Digest(content)}" : "no file";
}
