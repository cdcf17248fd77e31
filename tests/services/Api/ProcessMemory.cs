namespace Volcast.Services.Api.Tests;

/// <summary>The tests that measure memory or processor time of the whole process: none runs beside another one.</summary>
[CollectionDefinition(nameof(ProcessMemory), DisableParallelization = true)]
public sealed class ProcessMemory;
