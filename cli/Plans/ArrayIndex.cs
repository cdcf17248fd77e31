using System.Globalization;
using Volcast.Hosting;

namespace Volcast.Cli.Plans;

/// <summary>The index of a task in an array job: which engine gives it, and how engines write a set of indexes.</summary>
internal static class ArrayIndex
{
    /// <summary>The name of the flag.</summary>
    public const string Flag = "--index";

    /// <summary>The variables that hold the index: ours, that of a Kubernetes Indexed Job, of an AWS Batch array job and of a
    /// Slurm job array.</summary>
    public static readonly IReadOnlyList<string> Variables =
        ["VOLCAST_INDEX", "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX", "SLURM_ARRAY_TASK_ID"];

    /// <summary>The index, from 0. A plan of one chunk needs none.</summary>
    /// <param name="flag">The value of the flag; null if it was not given.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="chunks">The chunks of the plan.</param>
    /// <exception cref="SettingException">There is none, two places disagree, or it is not the index of a chunk.</exception>
    public static int Of(string? flag, Func<string, string?> environment, int chunks)
    {
        (string Place, string Text)[] given =
        [
            .. flag is null ? [] : new[] { ($"the flag {Flag}", flag) },
            .. from name in Variables
               where !string.IsNullOrWhiteSpace(environment(name))
               select ($"the environment variable {name}", environment(name)!),
        ];
        if (given.Length == 0)
            return chunks == 1 ? 0 : throw new SettingException(
                $"The index of the chunk is missing: give {Flag}, from 0 to {chunks - 1}, or one of the environment variables "
                + $"{string.Join(", ", Variables)}.");
        var known = given.Select(one => (one.Place, Index: Parse(one.Place, one.Text))).ToArray();
        if (known.FirstOrDefault(one => one.Index != known[0].Index) is { Place: { } place } other)
            throw new SettingException($"{known[0].Place} says {known[0].Index}, and {place} says {other.Index}. Both give the "
                + "index of the chunk: remove one of them.");
        return known[0].Index < chunks ? known[0].Index : throw new SettingException(
            $"{known[0].Place} says {known[0].Index}, and the plan has the chunks 0 to {chunks - 1}. Give the array "
            + $"{chunks} tasks, from index 0.");
    }

    /// <summary>A set of indexes as the array option of an engine takes it, such as <c>1,4-6</c>.</summary>
    /// <param name="indexes">Ascending, each once.</param>
    public static string Expression(IEnumerable<int> indexes)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var index in indexes)
            if (runs is [.., var (first, last)] && index == last + 1)
                runs[^1] = (first, index);
            else
                runs.Add((index, index));
        return string.Join(',', runs.Select(run => run.First == run.Last ? $"{run.First}" : $"{run.First}-{run.Last}"));
    }

    private static int Parse(string place, string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw new SettingException($"'{text}' given by {place}: expected the index of a chunk, a whole number from 0.");
}
