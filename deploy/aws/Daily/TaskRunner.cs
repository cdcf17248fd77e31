using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.StepFunctions;
using Constructs;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Daily;

/// <summary>A state machine that starts tasks, waits for them, and may do nothing else.</summary>
internal sealed class TaskRunner : Construct
{
    private readonly Role role;
    private readonly ICluster cluster;

    /// <param name="scope">The parent.</param>
    /// <param name="id">The last part of its name.</param>
    /// <param name="options">The deployment.</param>
    /// <param name="definition">A file of <see cref="StateMachines"/>.</param>
    /// <param name="cluster">Where the tasks run.</param>
    /// <param name="network">Their network.</param>
    /// <param name="names">What stands for <c>${Name}</c> in the definition, besides network and cluster.</param>
    public TaskRunner(Construct scope, string id, DeploymentOptions options, string definition, ICluster cluster,
        JobNetwork network, IReadOnlyDictionary<string, string> names) : base(scope, id)
    {
        this.cluster = cluster;
        var stack = Stack.Of(this);
        role = new(this, "Role", new RoleProps
        {
            Description = $"What the state machine {id} of Volcast may do.",
            AssumedBy = Principals.Of(this, "states.amazonaws.com"),
        });
        // Delivery of logs is set up for the whole account; it has no resource that a policy could name.
        role.AddToPolicy(Principals.Allow(
        [
            "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
        ], "*"));
        role.AddToPolicy(Principals.Allow(["events:PutTargets", "events:PutRule", "events:DescribeRule"],
            $"arn:{stack.Partition}:events:{stack.Region}:{stack.Account}:rule/StepFunctionsGetEventsForECSTaskRule"));
        var log = new LogGroup(this, "Log", new LogGroupProps
        {
            LogGroupName = $"/aws/vendedlogs/states/{options.Prefix}-{id.ToLowerInvariant()}",
            Retention = options.LogRetention,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        Machine = new(this, "Machine", new CfnStateMachineProps
        {
            StateMachineName = $"{options.Prefix}-{id.ToLowerInvariant()}",
            StateMachineType = "STANDARD",
            DefinitionString = StateMachines.Read(definition),
            DefinitionSubstitutions = new Dictionary<string, string>(names)
            {
                ["Partition"] = stack.Partition,
                ["Cluster"] = cluster.ClusterArn,
                ["SecurityGroup"] = network.Jobs.SecurityGroupId,
                ["Subnets"] = Fn.Join(",", network.SubnetIds),
            },
            RoleArn = role.RoleArn,
            LoggingConfiguration = new CfnStateMachine.LoggingConfigurationProperty
            {
                Level = "ALL",
                IncludeExecutionData = true,
                Destinations = new object[]
                {
                    new CfnStateMachine.LogDestinationProperty
                    {
                        CloudWatchLogsLogGroup = new CfnStateMachine.CloudWatchLogsLogGroupProperty
                        {
                            LogGroupArn = log.LogGroupArn,
                        },
                    },
                },
            },
        });
        Machine.Node.AddDependency(role);
    }

    public CfnStateMachine Machine { get; }

    /// <summary>Lets the machine do one thing more.</summary>
    public void Let(string[] actions, params string[] resources) => role.AddToPolicy(Principals.Allow(actions, resources));

    /// <summary>Lets the machine run a task and stop the tasks of its cluster.</summary>
    public void LetRun(FargateTask task)
    {
        var stack = Stack.Of(this);
        Let(["ecs:RunTask"], task.Definition.TaskDefinitionArn);
        Let(["ecs:StopTask", "ecs:DescribeTasks"],
            $"arn:{stack.Partition}:ecs:{stack.Region}:{stack.Account}:task/{cluster.ClusterName}/*");
        role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["iam:PassRole"],
            Resources = [task.Role.RoleArn, task.Definition.ExecutionRole!.RoleArn],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["iam:PassedToService"] = "ecs-tasks.amazonaws.com" },
            },
        }));
    }
}
