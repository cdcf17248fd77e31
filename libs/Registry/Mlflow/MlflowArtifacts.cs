using System.Text.RegularExpressions;

namespace Volcast.Registry.Mlflow;

/// <summary>A file or folder among a run's artifacts.</summary>
/// <param name="Path">Relative to the run's artifact root, or to the folder that was listed.</param>
/// <param name="IsDir">Whether it is a folder.</param>
/// <param name="FileSize">In bytes; the server omits it for an empty file.</param>
public sealed record MlflowFile(string Path, bool IsDir = false, long FileSize = 0);

/// <summary>Artifacts of runs, through the server's proxy (<c>--serve-artifacts</c>, the default since 2.0). Every method throws
/// <see cref="MlflowException"/> when it fails.</summary>
public sealed partial class MlflowArtifacts
{
    private readonly MlflowConnection connection;

    internal MlflowArtifacts(MlflowConnection connection) => this.connection = connection;

    /// <summary>The files and folders directly in a folder of a run's artifacts.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">The folder; null for the root. A missing folder counts as empty.</param>
    public IAsyncEnumerable<MlflowFile> ListAsync(string runId, string? path = null) =>
        Paging.AllAsync<MlflowFile>(async (page, stop) =>
        {
            var reply = await connection.GetAsync<ListReply>(
                "artifacts/list", stop, ("run_id", runId), ("path", path), ("page_token", page));
            return (reply.Files, reply.NextPageToken);
        }, connection.Address.Server);

    /// <summary>Every file of a run's artifacts, or of one folder of them, with its size.</summary>
    public async Task<IReadOnlyList<MlflowFile>> ListFilesAsync(
        string runId, string? path = null, CancellationToken cancellationToken = default)
    {
        var files = new List<MlflowFile>();
        var folders = new Queue<string?>([path]);
        while (folders.TryDequeue(out var folder))
            await foreach (var entry in ListAsync(runId, folder).WithCancellation(cancellationToken))
            {
                if (folder is not null && !entry.Path.StartsWith(folder + "/", StringComparison.Ordinal))
                    throw new MlflowException(RegistryProblem.Protocol,
                        $"{connection.Address.Server} lists '{entry.Path}' in the folder '{folder}' of run {runId}.");
                RequireFew(files.Count + folders.Count, $"run {runId}");
                if (entry.IsDir)
                    folders.Enqueue(entry.Path);
                else
                    files.Add(entry);
            }
        return files;
    }

    /// <summary>Uploads files to a run's artifacts and compares the server's list with them, because the server answers 200 even
    /// if a proxy cut an upload short.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.Tampered"/> if a file did not arrive
    /// completely.</exception>
    public async Task UploadAsync(MlflowRunInfo run, ArtifactFolder files, CancellationToken cancellationToken = default)
    {
        var root = Root(run);
        foreach (var path in files.Paths)
            await PutAsync(root.In(path), files[path], cancellationToken);
        foreach (var folder in files.Paths.GroupBy(FolderOf))
        {
            var listed = new Dictionary<string, long>(StringComparer.Ordinal);
            await foreach (var entry in ListAsync(run.RunId, folder.Key).WithCancellation(cancellationToken))
                if (!entry.IsDir)
                    listed[entry.Path] = entry.FileSize;
            foreach (var path in folder)
                if (!listed.TryGetValue(path, out var size) || size != files[path].Length)
                    throw new MlflowException(RegistryProblem.Tampered,
                        $"Artifact {path} of run {run.RunId} did not arrive completely at {connection.Address.Server}:"
                        + $" {files[path].Length:N0} bytes were sent,"
                        + $" {(listed.ContainsKey(path) ? $"{size:N0} are" : "nothing is")} there. Check the"
                        + " server's disk and any proxy in front of it, and run again.");
        }
    }

    /// <summary>Reads one artifact of a run and compares its length with the server's list.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.NotFound"/> if it does not exist.</exception>
    public async Task<ReadOnlyMemory<byte>> DownloadAsync(
        MlflowRunInfo run, string path, CancellationToken cancellationToken = default)
    {
        // A direct request for a missing artifact returns 500, like any other failure of the server.
        await foreach (var entry in ListAsync(run.RunId, FolderOf(path)).WithCancellation(cancellationToken))
            if (entry.Path == path && !entry.IsDir)
                return await GetAsync(Root(run).In(path), entry.FileSize, cancellationToken);
        throw new MlflowException(RegistryProblem.NotFound,
            $"Run {run.RunId} on {connection.Address.Server} has no artifact {path}.");
    }

    /// <summary>Artifacts of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="wants">Whether to read a file, or anything of a folder, whose path then ends with a slash.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public Task<ArtifactFolder> DownloadAsync(
        MlflowRunInfo run, Func<string, bool> wants, CancellationToken cancellationToken = default) =>
        ReadAsync(Root(run), wants, cancellationToken);

    /// <summary>All artifacts of a run, or those of a folder with paths relative to it.</summary>
    public Task<ArtifactFolder> DownloadFolderAsync(
        MlflowRunInfo run, string? path = null, CancellationToken cancellationToken = default) =>
        ReadAsync(path is null ? Root(run) : Root(run).In(path), cancellationToken);

    /// <summary>Removes one artifact. Servers of version 2 cannot do this; they only remove whole folders.</summary>
    public Task DeleteAsync(MlflowRunInfo run, string path, CancellationToken cancellationToken = default) =>
        connection.AskAsync<Nothing>(
            new(HttpMethod.Delete, connection.Address.Artifact(Root(run).In(path).Path))
            {
                Largest = connection.Options.LargestAnswer,
            },
            cancellationToken);

    /// <summary>Reads a folder of the store with all its subfolders.</summary>
    internal Task<ArtifactFolder> ReadAsync(ArtifactLocation place, CancellationToken cancellationToken) =>
        ReadAsync(place, _ => true, cancellationToken);

    private async Task<ArtifactFolder> ReadAsync(
        ArtifactLocation place, Func<string, bool> wants, CancellationToken cancellationToken)
    {
        var files = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        var folders = new Queue<string>([""]);
        while (folders.TryDequeue(out var folder))
        {
            var here = folder.Length == 0 ? place : place.In(folder);
            var call = new MlflowCall(HttpMethod.Get, connection.Address.ArtifactList(here.Path))
            {
                Largest = connection.Options.LargestAnswer,
            };
            foreach (var entry in (await connection.AskAsync<ListReply>(call, cancellationToken)).Files ?? [])
            {
                RequireFew(files.Count + folders.Count, here.Path);
                if (entry.Path is "" or "." or ".." || entry.Path.Contains('/', StringComparison.Ordinal))
                    throw new MlflowException(RegistryProblem.Protocol,
                        $"{connection.Address.Server} lists '{entry.Path}' in the artifact folder {here.Path}, which is not"
                        + " a file's name.");
                var path = folder.Length == 0 ? entry.Path : $"{folder}/{entry.Path}";
                if (!wants(entry.IsDir ? path + "/" : path))
                    continue;
                if (entry.IsDir)
                    folders.Enqueue(path);
                else
                    files.Add(new(path, await GetAsync(place.In(path), entry.FileSize, cancellationToken)));
            }
        }
        return new ArtifactFolder(files);
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(ArtifactLocation place, long size, CancellationToken cancellationToken)
    {
        var content = await connection.DownloadAsync(connection.Address.Artifact(place.Path), cancellationToken);
        return content.Length == size
            ? content
            : throw new MlflowException(RegistryProblem.Tampered,
                $"Artifact {place.Path} came as {content.Length:N0} bytes from {connection.Address.Server}, which lists"
                + $" {size:N0}. Is it still being uploaded? Run again; if this repeats, check the server's disk.");
    }

    private async Task PutAsync(ArtifactLocation place, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (Escape().IsMatch(place.Path))
            throw new RegistryException(RegistryProblem.Invalid,
                $"Artifact path '{place.Path}' holds a percent sign with hexadecimal digits, which the server would decode.");
        if (content.Length > connection.Options.LargestArtifact)
            throw new RegistryException(RegistryProblem.Invalid,
                $"Artifact {place.Path} has {content.Length:N0} bytes; {connection.Options.LargestArtifact:N0} are allowed.");
        await connection.AskAsync<Nothing>(
            new(HttpMethod.Put, connection.Address.Artifact(place.Path))
            {
                Content = content,
                ContentType = "application/octet-stream",
                Largest = connection.Options.LargestAnswer,
            },
            cancellationToken);
    }

    private ArtifactLocation Root(MlflowRunInfo run) =>
        ArtifactLocation.Parse(run.ArtifactUri, connection.Address, $"The artifact folder of run {run.RunId}");

    private void RequireFew(int files, string place)
    {
        if (files >= connection.Options.MostArtifacts)
            throw new MlflowException(RegistryProblem.Refused,
                $"{place} on {connection.Address.Server} holds more than {connection.Options.MostArtifacts:N0} artifacts.");
    }

    private static string? FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : null;

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();

    private sealed record ListReply(IReadOnlyList<MlflowFile>? Files = null, string? NextPageToken = null);

    private sealed record Nothing;
}
