using Volcast.Cli;
using Volcast.Deploy.IngestLambda;
using Volcast.Hosting;

ProcessCulture.SetInvariant();
if (Environment.GetEnvironmentVariable(RuntimeClient.AddressVariable) is not { Length: > 0 } address)
{
    Console.Error.WriteLine("Volcast.Deploy.IngestLambda: this program runs in AWS Lambda, which sets "
        + $"{RuntimeClient.AddressVariable}; elsewhere use `volcast ingest`.");
    return 2;
}
using var stopped = new CancellationTokenSource();
using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM, received =>
    {
        received.Cancel = true;
        stopped.Cancel();
    });
using var http = new HttpClient { BaseAddress = new($"http://{address}"), Timeout = Timeout.InfiniteTimeSpan };
using var aws = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
var secrets = new SecretReader(aws, Environment.GetEnvironmentVariable, TimeProvider.System);
var loop = new InvocationLoop(new RuntimeClient(http), new IngestRun(Shell.OfThisProcess(), secrets), TimeProvider.System);
try
{
    await loop.RunAsync(stopped.Token);
    return 0;
}
catch (OperationCanceledException) when (stopped.IsCancellationRequested)
{
    return 0;
}
