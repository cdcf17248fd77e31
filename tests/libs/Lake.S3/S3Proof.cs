using System.Globalization;

namespace Volcast.Lake.S3.Tests;

/// <summary>The long forms: writes docs/proof/s3.md.</summary>
[Trait(Category.Name, Category.Proof)]
public sealed class S3Proof
{
    private const int Seed = 20260202;
    private const int FaultCount = 500;
    private const int Rounds = 200;

    [S3Fact(Timeout = 0)]
    public async Task Five_hundred_faults_and_two_hundred_rounds_of_two_writers_change_nothing()
    {
        var faults = new Faults(Seed, FaultCount);
        var differences = await faults.RunAsync();
        var writers = await WritersTests.TwoWriters.PlayAsync(Rounds);
        await File.WriteAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "s3.md"), string.Create(CultureInfo.InvariantCulture,
            $"""
            # The lake in a bucket

            Written by `make prove` on a real S3 server, Debian's Ceph gateway, on loopback.

            ## Faults

            A proxy between Volcast and the server plants faults in 30 % of the requests (seed {Seed}). Two symbols are written
            through it, {faults.Commits} commits in all, and the same rows are written to a store in memory. At the end, the
            objects of both are compared: the files at their Hive paths byte by byte, and the manifests without their tokens.

            | fault | planted |
            |---|---:|
            | the server answers 500 | {faults.Planted[Fault.ServerError]} |
            | the server answers 503 SlowDown | {faults.Planted[Fault.SlowDown]} |
            | the server answers 400 without a code | {faults.Planted[Fault.NotUnderstood]} |
            | no answer comes in time | {faults.Planted[Fault.Silence]} |
            | the request is cut | {faults.Planted[Fault.CutRequest]} |
            | the answer is cut | {faults.Planted[Fault.CutAnswer]} |
            | the request takes effect, and its answer is lost | {faults.Planted[Fault.LostAnswer]} |
            | **all** | {faults.Planted.Values.Sum()} |

            Commits that failed and were run again: {faults.Repeated}. Objects that differ in the end: {differences.Count}.

            ## Two writers

            Two writers commit different rows of one symbol at the same time, {Rounds} times. In every other round the
            second waits for the first, in the rest it fails with a message. After each round the rows must be those of a
            writer that has committed, and every digest must be right.

            | rounds | commits | refused writers | violations |
            |---:|---:|---:|---:|
            | {Rounds} | {writers.Committed} | {writers.Refused} | {writers.Violations.Count} |

            """));
        Assert.Empty(differences);
        Assert.Equal(FaultCount, faults.Planted.Values.Sum());
        Assert.Empty(writers.Violations);
    }
}
