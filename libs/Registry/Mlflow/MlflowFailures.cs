namespace Volcast.Registry.Mlflow;

/// <summary>Turns a failed call into an exception whose message says what happened and what to do.</summary>
internal static class MlflowFailures
{
    public static MlflowException Of(MlflowCall call, MlflowReply reply) => reply switch
    {
        { IsTooLarge: true } => Make(RegistryProblem.Protocol, call, reply,
            $"sends more than {call.Largest:N0} bytes, the limit of a response. Raise the limit if the response is meant to be"
            + " so large."),
        { Status: >= 300 and < 400 } => Make(RegistryProblem.Protocol, call, reply,
            $"redirects to {reply.Location ?? "another address"} ({reply.Status}). Redirects are not followed: it may be a"
            + " login page. Give the address of MLflow itself."),
        { Status: 401 } or { ErrorCode: MlflowErrorCode.Unauthenticated } => Make(RegistryProblem.Unauthorized, call, reply,
            $"does not accept the credentials ({reply.Status}).{Says(reply)} Check MLFLOW_TRACKING_TOKEN, or"
            + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD."),
        { RefusesHost: true } => Make(RegistryProblem.Refused, call, reply,
            $"refuses requests under the name {call.Address.Authority} (403).{Says(reply)} Start the server with"
            + $" MLFLOW_SERVER_ALLOWED_HOSTS holding that name, such as {call.Address.Host}:*."),
        { Status: 403 } or { ErrorCode: MlflowErrorCode.PermissionDenied } => Make(RegistryProblem.Unauthorized, call, reply,
            $"does not allow this user to do this ({reply.Status}).{Says(reply)} Ask the server's owner for the permission,"
            + " or use other credentials."),
        { Status: 429 } => Make(RegistryProblem.Busy, call, reply,
            $"rate-limits requests{(reply.RetryAfter is { } wait ? $" for {MlflowCall.Seconds(wait)}" : "")} (429).{Says(reply)}"
            + " Run again later."),
        { ErrorCode: MlflowErrorCode.ResourceDoesNotExist } => Make(RegistryProblem.NotFound, call, reply,
            $"does not have it ({reply.Status}).{Says(reply)}"),
        { ErrorCode: MlflowErrorCode.ResourceAlreadyExists } => Make(RegistryProblem.AlreadyExists, call, reply,
            $"has it already ({reply.Status}).{Says(reply)}"),
        { Status: 413 } => Make(RegistryProblem.Refused, call, reply,
            "finds the request too large (413). Raise the limit of the server or of the proxy in front of it."),
        { Status: >= 500 } or { Status: 408 } => Make(RegistryProblem.Unreachable, call, reply,
            $"failed with {reply.Status}{(reply.IsHtml ? " and a web page" : "")}.{Says(reply)} Check the server's log, and"
            + " run again."),
        { ErrorCode: not null } => Make(RegistryProblem.Refused, call, reply,
            $"refuses the request ({reply.Status} {reply.ErrorCode}).{Says(reply)}"),
        { Status: 404 or 405 } => Make(RegistryProblem.Protocol, call, reply,
            $"does not know this route ({reply.Status}{(reply.IsHtml ? ", a web page" : "")}). Is this an MLflow server, and is"
            + " the address complete? Give the address that opens MLflow's own page."),
        { IsSuccess: false } => Make(RegistryProblem.Protocol, call, reply,
            $"answers {reply.Status} with {Kind(reply)}, not as MLflow does.{Says(reply)} Is this an MLflow server?"),
        _ => Make(RegistryProblem.Protocol, call, reply,
            $"answers with {Kind(reply)} instead of JSON. Is this an MLflow server? A login page or another program may answer"
            + " there: check MLFLOW_TRACKING_URI."),
    };

    /// <summary>A successful response whose body cannot be read.</summary>
    public static MlflowException Unreadable(MlflowCall call, MlflowReply reply, string what, Exception? inner = null) =>
        Make(RegistryProblem.Protocol, call, reply,
            $"answers with JSON that {what}. Was the response cut off by a proxy? Run again, and check the server's log.", inner);

    public static MlflowException Offline(MlflowCall call, Exception inner) => new(RegistryProblem.Unreachable,
        $"{call.Name}: no connection could be made ({Reason(inner)}). Check that the server is running and that"
        + " MLFLOW_TRACKING_URI is its address.",
        inner: inner);

    public static MlflowException Broken(MlflowCall call, Exception inner) => new(RegistryProblem.Unreachable,
        $"{call.Name}: the connection broke before the response was complete ({Reason(inner)}).{Unsure(call)}", inner: inner);

    public static MlflowException Late(MlflowCall call, MlflowOptions options, Exception inner) => new(
        RegistryProblem.Unreachable,
        $"{call.Name}: no response within {MlflowCall.Seconds(options.AttemptTimeout)} per attempt and"
        + $" {MlflowCall.Seconds(options.TotalTimeout)} in total.{Unsure(call)}", inner: inner);

    private static string Unsure(MlflowCall call) => call.Creates
        ? " The server may have processed it, so it was not sent again. Run the command again: it checks first."
        : " Check whether the server is overloaded, and run again.";

    private static string Says(MlflowReply reply) => reply.Remark.Length == 0 ? "" : $" It says: {reply.Remark.TrimEnd('.')}.";

    private static string Kind(MlflowReply reply) => reply.IsHtml ? "a web page (HTML)"
        : reply.MediaType.Length == 0 ? "content of no stated type"
        : reply.MediaType;

    private static string Reason(Exception e) => (e.InnerException ?? e).Message.TrimEnd('.');

    private static MlflowException Make(
        RegistryProblem problem, MlflowCall call, MlflowReply reply, string what, Exception? inner = null) =>
        new(problem, $"{call.Name}: the server {what}", reply.Status, reply.ErrorCode, inner);
}
