using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Scheduler;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Tasks;

namespace Volcast.Deploy.Aws.Daily;

/// <summary>Starts a target a minute after each settlement, on the days after a session. EventBridge would try 185 times in
/// a day; this schedule tries four times in an hour and keeps what could not be started.</summary>
internal sealed class DailySchedule : Construct
{
    public const string Expression = "cron(1 6 ? * TUE-SAT *)";
    public const string Zone = "America/New_York";
    public const int Retries = 3;

    private readonly Queue lost;
    private readonly Role role;
    private readonly DeploymentOptions options;

    public DailySchedule(Construct scope, string id, DeploymentOptions options) : base(scope, id)
    {
        this.options = options;
        lost = new(this, "Lost", new QueueProps
        {
            QueueName = $"{options.Prefix}-lost-runs",
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            RetentionPeriod = Duration.Days(14),
        });
        role = new(this, "Role", new RoleProps
        {
            Description = "Starts the daily run of Volcast.",
            AssumedBy = Principals.Of(this, "scheduler.amazonaws.com"),
        });
        role.AddToPolicy(Principals.Allow(["sqs:SendMessage"], lost.QueueArn));
        Group = new CfnScheduleGroup(this, "Group", new CfnScheduleGroupProps { Name = $"{options.Prefix}-daily" }).Ref;
    }

    /// <summary>The group of this schedule alone, so that its metrics count no other schedule of the account.</summary>
    public string Group { get; }

    /// <summary>Runs that could not be started.</summary>
    public IQueue Lost => lost;

    /// <summary>What the schedule may do to start its target.</summary>
    public Role Role => role;

    /// <param name="arn">The ARN of what is started.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="task">How a task is started; null for another target.</param>
    public void Start(string arn, string? input, CfnSchedule.EcsParametersProperty? task = null) =>
        _ = new CfnSchedule(this, "Schedule", new CfnScheduleProps
        {
            Name = $"{options.Prefix}-daily",
            GroupName = Group,
            Description = "The daily run of Volcast, a minute after the session of the day before has settled.",
            ScheduleExpression = Expression,
            ScheduleExpressionTimezone = Zone,
            FlexibleTimeWindow = new CfnSchedule.FlexibleTimeWindowProperty { Mode = "OFF" },
            Target = new CfnSchedule.TargetProperty
            {
                Arn = arn,
                RoleArn = role.RoleArn,
                Input = input,
                EcsParameters = task,
                RetryPolicy = new CfnSchedule.RetryPolicyProperty
                {
                    MaximumRetryAttempts = Retries,
                    MaximumEventAgeInSeconds = 3600,
                },
                DeadLetterConfig = new CfnSchedule.DeadLetterConfigProperty { Arn = lost.QueueArn },
            },
        });
}
