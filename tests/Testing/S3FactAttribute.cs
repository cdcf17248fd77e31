using System.Runtime.CompilerServices;
using Xunit;

namespace Volcast.Testing;

/// <summary>A test on a real S3 server, skipped with a reason where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        Timeout = Limit;
        if (!S3Server.IsInstalled)
            Skip = NeedsServer;
    }

    /// <summary>How long a test may take, milliseconds: one that hangs fails and is named.</summary>
    internal const int Limit = 600_000;

    /// <summary>Why the tests are skipped where the server is not installed.</summary>
    public const string NeedsServer =
        "There is no S3 server: `make setup-all` installs Debian's packages ceph-mon, ceph-osd, radosgw and ceph-common.";
}

/// <summary>As <see cref="S3FactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3TheoryAttribute : TheoryAttribute
{
    public S3TheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line)
    {
        Timeout = S3FactAttribute.Limit;
        if (!S3Server.IsInstalled)
            Skip = S3FactAttribute.NeedsServer;
    }
}
