namespace Volcast.Hosting;

/// <summary>How far a job is: <paramref name="Done"/> of <paramref name="Total"/> units of <paramref name="Step"/>.</summary>
public readonly record struct JobProgress(string Step, int Done, int Total);
