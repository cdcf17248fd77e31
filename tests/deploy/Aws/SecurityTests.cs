using System.Text.Json.Nodes;
using Volcast.Deploy.Aws.Tests.Rules;

namespace Volcast.Deploy.Aws.Tests;

/// <summary>Each rule holds for every stack of every size, and finds a fault of its kind that is planted in one.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SharedSynthesis))]
public sealed class SecurityTests(Synthesis synthesis)
{
    private static readonly Dictionary<string, Func<Template, IEnumerable<string>>> Rules = new()
    {
        ["public bucket"] = AccessRules.PublicBuckets,
        ["everybody"] = AccessRules.Everybody,
        ["open port"] = AccessRules.OpenPorts,
        ["wildcard"] = AccessRules.Wildcards,
        ["workflow trust"] = AccessRules.WorkflowTrust,
        ["encryption"] = ProtectionRules.Unencrypted,
        ["repetition"] = ProtectionRules.Repetitions,
        ["silent alarm"] = ProtectionRules.SilentAlarms,
        ["writable container"] = ProtectionRules.WritableContainers,
        ["temporary folder"] = ProtectionRules.WithoutTemporaryFolder,
        ["rollback"] = ProtectionRules.WithoutRollback,
    };

    /// <summary>Each plants one fault: rule, stack, words of the violation, change.</summary>
    private static readonly Dictionary<string, (string Rule, string Stack, string Found, Action<Template> Plant)> Faults = new()
    {
        ["a bucket without its block"] = ("public bucket", "volcast-prod", "BlockPublicAcls is not set",
            one => one.One("AWS::S3::Bucket").Remove("PublicAccessBlockConfiguration")),
        ["a bucket with half of its block"] = ("public bucket", "volcast-small", "RestrictPublicBuckets is not set",
            one => one.One("AWS::S3::Bucket")["PublicAccessBlockConfiguration"]!["RestrictPublicBuckets"] = false),
        ["a bucket that everybody reads"] = ("everybody", "volcast-dev", "everybody may s3:GetObject",
            one => Statements(one.One("AWS::S3::BucketPolicy")).Add(JsonNode.Parse(
                """{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}"""))),
        ["a topic to which everybody writes"] = ("everybody", "volcast-dev", "everybody may sns:Publish",
            one => Statements(one.One("AWS::SNS::TopicPolicy")).Add(JsonNode.Parse(
                """{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sns:Publish","Resource":"*"}"""))),
        ["port 22 of the load balancer"] = ("open port", "volcast-prod", "ports 22 to 22",
            one => Entry(one)["SecurityGroupIngress"]!.AsArray().Add(Rule(22))),
        ["port 443 of a service"] = ("open port", "volcast-prod", "ports 443 to 443",
            one => one.One("AWS::EC2::SecurityGroup", "NetworkApi")["SecurityGroupIngress"] = new JsonArray(Rule(443))),
        ["a port by a rule of its own, for IPv6"] = ("open port", "volcast-prod", "ports 5432 to 5432",
            one => one.Add("Planted", "AWS::EC2::SecurityGroupIngress",
                """{"GroupId":"sg-1","IpProtocol":"tcp","FromPort":5432,"ToPort":5432,"CidrIpv6":"::/0"}""")),
        ["every action on the lake"] = ("wildcard", "volcast-dev", "the action s3:*",
            one => Policy(one)["Action"] = "s3:*"),
        ["some actions on the lake"] = ("wildcard", "volcast-dev", "the action s3:Get*",
            one => Policy(one)["Action"] = new JsonArray("s3:Get*")),
        ["every resource"] = ("wildcard", "volcast-dev", "the resource * for s3:GetObject",
            one => Policy(one)["Resource"] = "*"),
        ["every bucket"] = ("wildcard", "volcast-dev", "the resource arn:aws:s3:::*",
            one => Policy(one)["Resource"] = "arn:aws:s3:::*/data/x"),
        ["a managed policy"] = ("wildcard", "volcast-dev", "the managed policy arn:aws:iam::aws:policy/AdministratorAccess",
            one => one.One("AWS::IAM::Role", "DailyRole")["ManagedPolicyArns"] =
                new JsonArray("arn:aws:iam::aws:policy/AdministratorAccess")),
        ["every repository of an owner"] = ("workflow trust", "volcast-prod-delivery", "repo:example/*",
            one => Trust(one)["Condition"] = JsonNode.Parse("""
                {"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},
                "StringLike":{"token.actions.githubusercontent.com:sub":"repo:example/*"}}
                """)),
        ["a repository by its name alone"] = ("workflow trust", "volcast-prod-delivery", "repo:example/volcast:environment:prod",
            one => Trust(one)["Condition"]!["StringEquals"]!["token.actions.githubusercontent.com:sub"] =
                "repo:example/volcast:environment:prod"),
        ["a bucket in clear"] = ("encryption", "volcast-prod", "stored without encryption",
            one => one.One("AWS::S3::Bucket").Remove("BucketEncryption")),
        ["a topic in clear"] = ("encryption", "volcast-prod", "stored without encryption",
            one => one.One("AWS::SNS::Topic").Remove("KmsMasterKeyId")),
        ["a queue in clear"] = ("encryption", "volcast-small", "stored without encryption",
            one => one.One("AWS::SQS::Queue").Remove("SqsManagedSseEnabled")),
        ["a file system in clear"] = ("encryption", "volcast-small", "stored without encryption",
            one => one.One("AWS::EFS::FileSystem")["Encrypted"] = false),
        ["a database in clear"] = ("encryption", "volcast-prod-mlflow", "stored without encryption",
            one => one.One("AWS::RDS::DBInstance")["StorageEncrypted"] = false),
        ["a database without TLS"] = ("encryption", "volcast-prod-mlflow", "the database answers without TLS",
            one => one.One("AWS::RDS::DBParameterGroup")["Parameters"]!["rds.force_ssl"] = "0"),
        ["a bucket without TLS"] = ("encryption", "volcast-prod", "answers without TLS",
            one => Statements(one.One("AWS::S3::BucketPolicy")).Clear()),
        ["a listener without TLS"] = ("encryption", "volcast-prod", "listens without TLS",
            one => one.One("AWS::ElasticLoadBalancingV2::Listener")["Protocol"] = "HTTP"),
        ["a schedule with EventBridge's retries"] = ("repetition", "volcast-small", "repeats up to 185 times",
            one => one.One("AWS::Scheduler::Schedule")["Target"]!.AsObject().Remove("RetryPolicy")),
        ["a schedule with 185 retries"] = ("repetition", "volcast-prod", "repeats up to 185 times",
            one => one.One("AWS::Scheduler::Schedule")["Target"]!["RetryPolicy"]!["MaximumRetryAttempts"] = 185),
        ["a schedule without a dead-letter queue"] = ("repetition", "volcast-prod", "loses what it cannot start",
            one => one.One("AWS::Scheduler::Schedule")["Target"]!.AsObject().Remove("DeadLetterConfig")),
        ["a rule with EventBridge's retries"] = ("repetition", "volcast-prod", "repeats up to 185 times",
            one => one.One("AWS::Events::Rule")["Targets"]![0]!.AsObject().Remove("RetryPolicy")),
        ["a state with a hundred attempts"] = ("repetition", "volcast-prod", "the state RunDaily repeats or waits without end",
            one => Machine(one, text => text.Replace("\"IntervalSeconds\": 120, \"BackoffRate\": 2, \"MaxAttempts\": 2",
                "\"IntervalSeconds\": 120, \"BackoffRate\": 2, \"MaxAttempts\": 100", StringComparison.Ordinal))),
        ["a state without a timeout"] = ("repetition", "volcast-prod", "the state Ingest repeats or waits without end",
            one => Machine(one, text => text.Replace("\"TimeoutSeconds\": 930,", "", StringComparison.Ordinal))),
        ["a job without a timeout"] = ("repetition", "volcast-prod", "repeats or runs without end",
            one => one.One("AWS::Batch::JobDefinition").Remove("Timeout")),
        ["a function that Lambda repeats"] = ("repetition", "volcast-prod", "Lambda repeats it",
            one => one.One("AWS::Lambda::EventInvokeConfig")["MaximumRetryAttempts"] = 2),
        ["an alarm that is silent without data"] = ("silent alarm", "volcast-prod", "silent when HealthyHostCount",
            one => one.One("AWS::CloudWatch::Alarm", "Watchapidown")["TreatMissingData"] = "missing"),
        ["an alarm that tells nobody"] = ("silent alarm", "volcast-prod", "tells nobody",
            one => one.One("AWS::CloudWatch::Alarm", "Watchnodailyrun").Remove("AlarmActions")),
        ["a container that writes"] = ("writable container", "volcast-prod", "writes to its file system",
            one => one.One("AWS::ECS::TaskDefinition", "Daily")["ContainerDefinitions"]![0]!["ReadonlyRootFilesystem"] = false),
        ["a job of an array that writes"] = ("writable container", "volcast-prod", "writes to its file system",
            one => Job(one).Remove("ReadonlyRootFilesystem")),
        ["a task without a temporary folder"] = ("temporary folder", "volcast-small", "the container worker has no temporary folder",
            one => one.One("AWS::ECS::TaskDefinition", "Daily")["ContainerDefinitions"]![0]!.AsObject().Remove("MountPoints")),
        ["a temporary folder that cannot be written"] = ("temporary folder", "volcast-prod", "the container api has no temporary folder",
            one => one.One("AWS::ECS::TaskDefinition", "WebApi")["ContainerDefinitions"]![0]!["MountPoints"].Items()
                .Single(mount => mount["ContainerPath"].Text() == "/tmp")["ReadOnly"] = true),
        ["a job of an array without the volume"] = ("temporary folder", "volcast-prod", "has no temporary folder",
            one => Job(one).Remove("Volumes")),
        ["a service without rollback"] = ("rollback", "volcast-prod", "is not rolled back",
            one => one.One("AWS::ECS::Service", "WebApi")["DeploymentConfiguration"]!.AsObject().Remove("DeploymentCircuitBreaker")),
        ["a service with a public address"] = ("rollback", "volcast-prod", "has a public address",
            one => one.One("AWS::ECS::Service", "WebApi")["NetworkConfiguration"]!["AwsvpcConfiguration"]!["AssignPublicIp"] =
                "ENABLED"),
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void A_rule_holds_for_every_stack(string rule) =>
        Assert.Empty(synthesis.All.SelectMany(one => Rules[rule](one.Value).Select(found => $"{one.Key}: {found}")));

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void A_planted_fault_is_found(string fault)
    {
        var (rule, stack, words, plant) = Faults[fault];
        var template = synthesis.All[stack].Copy();
        plant(template);
        Assert.Contains(Rules[rule](template), found => found.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_has_a_planted_fault() =>
        Assert.Equal(Rules.Keys.Order(), Faults.Values.Select(fault => fault.Rule).Distinct().Order());

    private static JsonArray Statements(JsonObject policy) => policy["PolicyDocument"]!["Statement"]!.AsArray();

    /// <summary>The statement with which the daily task reads objects.</summary>
    private static JsonObject Policy(Template template) => Statements(template.One("AWS::IAM::Policy", "DailyRoleDefaultPolicy"))
        .First(one => one!["Action"].Items().Any(action => action.Text() == "s3:GetObject"))!.AsObject();

    private static JsonObject Trust(Template template) =>
        template.One("AWS::IAM::Role", "GitHub")["AssumeRolePolicyDocument"]!["Statement"]![0]!.AsObject();

    private static JsonObject Job(Template template) =>
        template.One("AWS::Batch::JobDefinition")["ContainerProperties"]!.AsObject();

    private static JsonObject Entry(Template template) => template.One("AWS::EC2::SecurityGroup", "NetworkEntry");

    private static JsonNode Rule(int port) => JsonNode.Parse(
        $$"""{"IpProtocol":"tcp","FromPort":{{port}},"ToPort":{{port}},"CidrIp":"0.0.0.0/0"}""")!;

    private static void Machine(Template template, Func<string, string> change)
    {
        var machine = template.One("AWS::StepFunctions::StateMachine", "DailyRun");
        var text = machine["DefinitionString"].Text();
        Assert.NotEqual(text, change(text));
        machine["DefinitionString"] = change(text);
    }
}
