namespace Volcast.Lake.Stores;

/// <summary>How a writer waits while another one holds a local lake.</summary>
public sealed record WriterLockOptions
{
    /// <summary>How long to wait before giving up. Default: 30 seconds.</summary>
    public TimeSpan WaitUpTo { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told once, in a sentence, that waiting has begun.</summary>
    public Action<string>? OnWaiting { get; init; }

    /// <summary>Measures the wait. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>
/// The right to write to a local lake, held by one process at a time: an operating-system lock on the empty file <c>.lock</c>
/// in its root, which ends with its process however that ends. Readers need none.
/// </summary>
public sealed class WriterLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream file;

    private WriterLock(FileStream file) => this.file = file;

    /// <exception cref="LakeException">Another writer still holds the lake after the time to wait.</exception>
    public static async Task<WriterLock> AcquireAsync(
        string root, WriterLockOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var start = options.Clock.GetTimestamp();
        var hasTold = false;
        while (true)
        {
            if (TryAcquire(root) is { } held)
                return held;
            if (options.Clock.GetElapsedTime(start) >= options.WaitUpTo)
                throw new LakeException(
                    $"Another run is writing to the lake {root} and did not finish within {options.WaitUpTo.TotalSeconds:0.#} s. "
                    + "Wait for it, or stop it, and run the command again; nothing was changed.");
            if (!hasTold)
                options.OnWaiting?.Invoke(
                    $"Another run is writing to the lake {root}; waiting up to {options.WaitUpTo.TotalSeconds:0.#} s for it "
                    + "to finish.");
            hasTold = true;
            await Task.Delay(Pause, options.Clock, cancellationToken);
        }
    }

    public void Dispose() => file.Dispose();

    private static WriterLock? TryAcquire(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            var path = Path.Combine(root, ".lock");
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LakeException($"Cannot write to the lake {root}: {e.Message} Make room or give permission.", e);
        }
    }

    // EAGAIN on Linux, EWOULDBLOCK on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
