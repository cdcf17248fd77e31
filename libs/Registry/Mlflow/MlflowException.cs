namespace Volcast.Registry.Mlflow;

/// <summary>A call to an MLflow server failed. The message names the server, the route, what happened and what to do. It holds no
/// secret.</summary>
public sealed class MlflowException(
    RegistryProblem problem, string message, int? status = null, string? errorCode = null, Exception? inner = null)
    : RegistryException(problem, message, inner)
{
    /// <summary>The HTTP status, or null if there was no response.</summary>
    public int? Status { get; } = status;

    /// <summary>MLflow's own code, such as <c>RESOURCE_DOES_NOT_EXIST</c>; null if the response had none.</summary>
    public string? ErrorCode { get; } = errorCode;
}
