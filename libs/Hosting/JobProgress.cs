namespace Volcast.Hosting;

/// <summary>Progress of a job: <paramref name="Done"/> of <paramref name="Total"/> units of <paramref name="Step"/>.</summary>
public readonly record struct JobProgress(string Step, int Done, int Total);
