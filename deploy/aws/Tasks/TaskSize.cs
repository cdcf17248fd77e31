using Volcast.Deploy.Aws.Options;

namespace Volcast.Deploy.Aws.Tasks;

/// <summary>The size of a Fargate task.</summary>
/// <param name="Cpu">CPU units; 1024 are one virtual CPU.</param>
/// <param name="Memory">MiB.</param>
internal readonly record struct TaskSize(int Cpu, int Memory)
{
    public double VirtualCpus => Cpu / 1024.0;

    public double Gigabytes => Memory / 1024.0;

    /// <summary>A task that trains.</summary>
    public static TaskSize Training => new(2048, 4096);

    /// <summary>A web service.</summary>
    public static TaskSize Web => new(512, 1024);

    /// <summary>The MLflow server.</summary>
    public static TaskSize Mlflow => new(512, 2048);

    /// <summary>A job of an array.</summary>
    public static TaskSize Work => new(1024, 2048);

    /// <summary>The daily task, which also trains unless that is done apart.</summary>
    public static TaskSize Daily(DeploymentOptions options) => options.RetrainsApart ? new(1024, 2048) : Training;
}
