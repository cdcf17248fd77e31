namespace Volcast.Services.Api.Snapshots;

/// <summary>
/// Decides from stamps whether data must be read again. A stamp is trusted after two successive reads have seen it: a change
/// during the first read, within the resolution of the stamp, is found by the second.
/// </summary>
internal sealed class ChangeToken
{
    private string? seen;
    private string? trusted;

    public bool IsUnchanged(string stamp) => trusted == stamp;

    /// <summary>Notes a successful read.</summary>
    /// <param name="stamp">Taken before the read.</param>
    public void HasBeenRead(string stamp)
    {
        trusted = seen == stamp ? stamp : null;
        seen = stamp;
    }
}
