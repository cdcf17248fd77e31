using System.Text.Json.Nodes;

namespace Volcast.Deploy.Aws.Tests.Rules;

/// <summary>Everything is encrypted, nothing repeats without end, and silence is an alarm.</summary>
internal static class ProtectionRules
{
    /// <summary>The most repetitions of anything.</summary>
    private const int MostRepetitions = 3;

    /// <summary>The property that encrypts a resource of each type, and whether its value does.</summary>
    private static readonly (string Type, Func<JsonObject, bool> Encrypts)[] AtRest =
    [
        ("AWS::S3::Bucket", one => one["BucketEncryption"]?["ServerSideEncryptionConfiguration"]?[0]?
            ["ServerSideEncryptionByDefault"]?["SSEAlgorithm"].Text() == "aws:kms"),
        ("AWS::SNS::Topic", one => one["KmsMasterKeyId"] is not null),
        ("AWS::SQS::Queue", one => one["SqsManagedSseEnabled"].IsTrue() || one["KmsMasterKeyId"] is not null),
        ("AWS::RDS::DBInstance", one => one["StorageEncrypted"].IsTrue()),
        ("AWS::EFS::FileSystem", one => one["Encrypted"].IsTrue()),
        ("AWS::ECR::Repository", one => one["EncryptionConfiguration"]?["EncryptionType"] is not null),
    ];

    public static IEnumerable<string> Unencrypted(Template template)
    {
        foreach (var (type, encrypts) in AtRest)
            foreach (var (id, properties) in template.Resources(type))
                if (!encrypts(properties))
                    yield return $"{id}: stored without encryption";
        foreach (var (id, listener) in template.Resources("AWS::ElasticLoadBalancingV2::Listener"))
            if (listener["Protocol"].Text() != "HTTPS"
                || !listener["SslPolicy"].Text().StartsWith("ELBSecurityPolicy-TLS13-1-2", StringComparison.Ordinal))
                yield return $"{id}: listens without TLS 1.2 or later";
        foreach (var (id, _) in template.Resources("AWS::S3::Bucket"))
            if (!template.Resources("AWS::S3::BucketPolicy").Any(policy => policy.Properties["Bucket"]?["Ref"].Text() == id
                && policy.Properties["PolicyDocument"]!["Statement"].Items().Any(one => one["Effect"].Text() == "Deny"
                    && one["Condition"]?["Bool"]?["aws:SecureTransport"].Text() == "false")))
                yield return $"{id}: answers without TLS";
        foreach (var (id, parameters) in template.Resources("AWS::RDS::DBParameterGroup"))
            if (parameters["Parameters"]?["rds.force_ssl"].Text() != "1")
                yield return $"{id}: the database answers without TLS";
    }

    /// <summary>Every schedule, rule, job and state says how often it repeats, and how long it takes at most.</summary>
    public static IEnumerable<string> Repetitions(Template template)
    {
        foreach (var (id, schedule) in template.Resources("AWS::Scheduler::Schedule"))
            if (!IsBounded(schedule["Target"]!["RetryPolicy"]) || schedule["Target"]!["DeadLetterConfig"] is null)
                yield return $"{id}: repeats up to 185 times, or loses what it cannot start";
        foreach (var (id, rule) in template.Resources("AWS::Events::Rule"))
            if (!rule["Targets"].Items().All(target => IsBounded(target["RetryPolicy"])))
                yield return $"{id}: repeats up to 185 times";
        foreach (var (id, job) in template.Resources("AWS::Batch::JobDefinition"))
            if (!IsFew(job["RetryStrategy"]?["Attempts"]) || job["Timeout"]?["AttemptDurationSeconds"] is null)
                yield return $"{id}: repeats or runs without end";
        foreach (var (id, function) in template.Resources("AWS::Lambda::Function"))
            if (!template.Resources("AWS::Lambda::EventInvokeConfig").Any(one =>
                one.Properties["FunctionName"]?["Ref"].Text() == id && one.Properties["MaximumRetryAttempts"].Text() == "0"))
                yield return $"{id}: Lambda repeats it behind our back";
        foreach (var (id, machine) in template.Resources("AWS::StepFunctions::StateMachine"))
            foreach (var (name, state) in JsonNode.Parse(machine["DefinitionString"].Text())!["States"]!.AsObject())
                if (state!["Type"].Text() == "Task"
                    && (state["TimeoutSeconds"] is null || !state["Retry"].Items().All(retry => IsFew(retry["MaxAttempts"]))))
                    yield return $"{id}: the state {name} repeats or waits without end";
    }

    /// <summary>A metric that is missing is an alarm, except one that exists only while something is wrong.</summary>
    public static IEnumerable<string> SilentAlarms(Template template) =>
        from alarm in template.Resources("AWS::CloudWatch::Alarm")
        where alarm.Properties["TreatMissingData"].Text()
            != (Operations.Alarms.OnlyWhenWrong.ContainsKey(alarm.Properties["MetricName"].Text()) ? "notBreaching" : "breaching")
            || !alarm.Properties["AlarmActions"].Items().Any()
        select $"{alarm.Id}: silent when {alarm.Properties["MetricName"].Text()} is missing, or tells nobody";

    /// <summary>Our containers cannot write to their file system, and no task has a public address but that of the small
    /// size.</summary>
    public static IEnumerable<string> WritableContainers(Template template) =>
        from one in Containers(template)
        where one.Container["Name"].Text() is not "mlflow" && !one.Container["ReadonlyRootFilesystem"].IsTrue()
        select $"{one.Id}: the container {one.Container["Name"].Text()} writes to its file system";

    /// <summary>A container that cannot write to its file system has a volume of its task for temporary files.</summary>
    public static IEnumerable<string> WithoutTemporaryFolder(Template template) =>
        from one in Containers(template)
        where one.Container["ReadonlyRootFilesystem"].IsTrue()
        let mount = one.Container["MountPoints"].Items().SingleOrDefault(mount =>
            mount["ContainerPath"].Text() == Tasks.ScratchFolder.Path && !mount["ReadOnly"].IsTrue())
        where mount is null || !one.Volumes.Items().Any(volume => volume["Name"].Text() == mount["SourceVolume"].Text()
            && volume.AsObject().Count == 1)
        select $"{one.Id}: the container {one.Container["Name"].Text()} has no temporary folder";

    /// <summary>The containers of tasks and of jobs, with the volumes that they can mount.</summary>
    private static IEnumerable<(string Id, JsonNode Container, JsonNode? Volumes)> Containers(Template template) =>
        (from task in template.Resources("AWS::ECS::TaskDefinition")
         from container in task.Properties["ContainerDefinitions"].Items()
         select (task.Id, container, task.Properties["Volumes"]))
        .Concat(from job in template.Resources("AWS::Batch::JobDefinition")
                let container = job.Properties["ContainerProperties"]!
                select (job.Id, container, container["Volumes"]));

    /// <summary>A deployment that does not become healthy is rolled back.</summary>
    public static IEnumerable<string> WithoutRollback(Template template) =>
        from service in template.Resources("AWS::ECS::Service")
        let deployment = service.Properties["DeploymentConfiguration"]
        where !(deployment?["DeploymentCircuitBreaker"]?["Rollback"].IsTrue() ?? false)
            || deployment["MinimumHealthyPercent"].Text() != "100"
            || service.Properties["NetworkConfiguration"]?["AwsvpcConfiguration"]?["AssignPublicIp"].Text() != "DISABLED"
        select $"{service.Id}: is not rolled back, stops serving while it is deployed, or has a public address";

    private static bool IsBounded(JsonNode? policy) =>
        IsFew(policy?["MaximumRetryAttempts"]) && policy!["MaximumEventAgeInSeconds"] is not null;

    private static bool IsFew(JsonNode? number) => number is JsonValue value && value.TryGetValue<int>(out var times)
        && times is >= 0 and <= MostRepetitions;
}
