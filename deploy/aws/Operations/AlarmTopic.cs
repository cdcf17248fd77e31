using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Constructs;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Operations;

/// <summary>Where alarms go: an encrypted topic, and mail.</summary>
internal sealed class AlarmTopic : Construct
{
    private static readonly string[] Senders = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"];

    private static readonly string[] Unsuccessful = ["FAILED", "TIMED_OUT", "ABORTED"];
    private static readonly string[] Stopped = ["STOPPED"];
    private static readonly int[] Success = [0];
    private static readonly object[] AnyFailure = [new Dictionary<string, object> { ["anything-but"] = Success }];

    public AlarmTopic(Construct scope, string id, DeploymentOptions options, Key key) : base(scope, id)
    {
        Topic = new(this, "Topic", new TopicProps
        {
            TopicName = $"{options.Prefix}-alarms",
            MasterKey = key,
            EnforceSSL = true,
        });
        foreach (var sender in Senders)
        {
            Topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
            {
                Principals = [Sender(sender)],
                Actions = ["sns:Publish"],
                Resources = [Topic.TopicArn],
            }));
            // In the policy of a key, the resource is the key itself.
            key.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
            {
                Principals = [Sender(sender)],
                Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
                Resources = ["*"],
            }));
        }
        if (options.AlarmMail.Length > 0)
            Topic.AddSubscription(new EmailSubscription(options.AlarmMail));
    }

    public Topic Topic { get; }

    /// <summary>EventBridge does not reach a topic whose policy has a condition.</summary>
    private PrincipalBase Sender(string service) =>
        service == "events.amazonaws.com" ? new ServicePrincipal(service) : Principals.Of(this, service);

    /// <summary>Reports each execution of state machines that did not succeed.</summary>
    public void ReportFailedExecutions(params string[] machineArns) => Report(
        "FailedExecutions", "Executions of Volcast's state machines that did not succeed.",
        "aws.states", "Step Functions Execution Status Change", new()
        {
            ["status"] = Unsuccessful,
            ["stateMachineArn"] = machineArns,
        });

    /// <summary>Reports each task of a cluster whose container failed.</summary>
    public void ReportFailedTasks(string clusterArn) => Report(
        "FailedTasks", "Tasks of Volcast that ended with an error.", "aws.ecs", "ECS Task State Change", new()
        {
            ["clusterArn"] = new[] { clusterArn },
            ["lastStatus"] = Stopped,
            ["containers"] = new Dictionary<string, object>
            {
                ["exitCode"] = AnyFailure,
            },
        });

    private void Report(string id, string description, string source, string type, Dictionary<string, object> detail) =>
        _ = new CfnRule(this, id, new CfnRuleProps
        {
            Description = description,
            EventPattern = new Dictionary<string, object>
            {
                ["source"] = new[] { source },
                ["detail-type"] = new[] { type },
                ["detail"] = detail,
            },
            Targets = new object[]
            {
                new CfnRule.TargetProperty
                {
                    Id = "topic",
                    Arn = Topic.TopicArn,
                    // EventBridge would try 185 times in a day.
                    RetryPolicy = new CfnRule.RetryPolicyProperty { MaximumRetryAttempts = 3, MaximumEventAgeInSeconds = 3600 },
                },
            },
        });
}
