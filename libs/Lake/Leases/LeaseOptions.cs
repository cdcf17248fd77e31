namespace Volcast.Lake.Leases;

/// <summary>How long a writer waits for a lease, and how long a lease lasts.</summary>
public sealed record LeaseOptions
{
    /// <summary>How long to wait for another writer before giving up. Default: 30 seconds.</summary>
    public TimeSpan WaitUpTo { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Receives one sentence when waiting starts.</summary>
    public Action<string>? OnWaiting { get; init; }

    /// <summary>How long a lease that can expire lasts after its last renewal. Its holder renews it after a third of that time.
    /// Default: 60 seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Measures waiting and expiry. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Tries to take a lease until it succeeds or <see cref="WaitUpTo"/> has passed.</summary>
    /// <exception cref="LakeException">The time has passed.</exception>
    internal async Task<ILease> WaitForAsync(
        string name, string lake, TimeSpan pause, Func<Task<ILease?>> tryAcquire, CancellationToken cancellationToken)
    {
        var what = name.StartsWith('_') ? $"the lake {lake}" : $"{name} to the lake {lake}";
        var start = Clock.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            if (await tryAcquire() is { } lease)
                return lease;
            if (Clock.GetElapsedTime(start) >= WaitUpTo)
                throw new LakeException(
                    $"Another run is writing {what} and did not finish within {WaitUpTo.TotalSeconds:0.#} s. This run changed "
                    + $"nothing of {name}. Wait for the other run, or stop it, and run the command again.");
            if (attempt == 0)
                OnWaiting?.Invoke(
                    $"Another run is writing {what}; waiting up to {WaitUpTo.TotalSeconds:0.#} s for it to finish.");
            await Task.Delay(pause, Clock, cancellationToken);
        }
    }
}
