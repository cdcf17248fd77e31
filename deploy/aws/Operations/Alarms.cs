using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Constructs;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Web;

namespace Volcast.Deploy.Aws.Operations;

/// <summary>The alarms. Where a metric is always there, missing data is an alarm; a metric that exists only while something is
/// wrong has an entry in <see cref="OnlyWhenWrong"/>.</summary>
internal sealed class Alarms : Construct
{
    /// <summary>Metrics that have no data while all is well.</summary>
    public static readonly IReadOnlyDictionary<string, string> OnlyWhenWrong = new Dictionary<string, string>
    {
        ["ApproximateNumberOfMessagesVisible"] = "SQS stops reporting a queue that nobody has used for six hours",
        ["HTTPCode_Target_5XX_Count"] = "the load balancer reports answers with an error only when there are some",
    };

    /// <summary>The page with a section for each alarm.</summary>
    private const string RunBooks = "docs/operations/runbooks.md";

    private readonly DeploymentOptions options;
    private readonly ITopic topic;

    public Alarms(Construct scope, string id, DeploymentOptions options, ITopic topic) : base(scope, id)
    {
        this.options = options;
        this.topic = topic;
    }

    public List<Alarm> All { get; } = [];

    /// <summary>No daily run succeeded for four days: from Saturday to Tuesday are three without one.</summary>
    public void WatchDailyRun(string machineArn) => Add("no-daily-run",
        "No daily run has succeeded for four days. Look at the executions of the state machine and at its schedule.",
        Metric("AWS/States", "ExecutionsSucceeded", "Sum", Duration.Days(1), ("StateMachineArn", machineArn)),
        ComparisonOperator.LESS_THAN_THRESHOLD, threshold: 1, periods: 4);

    /// <summary>The schedule started nothing for four days; whether the task succeeded is reported when it ends.</summary>
    public void WatchSchedule(string group) => Add("no-daily-run",
        "The schedule has started no daily run for four days. Look at the schedule.",
        Metric("AWS/Scheduler", "InvocationAttemptCount", "Sum", Duration.Days(1), ("ScheduleGroup", group)),
        ComparisonOperator.LESS_THAN_THRESHOLD, threshold: 1, periods: 4);

    public void WatchLostRuns(string queueName) => Add("lost-run",
        "A daily run could not be started. The queue has the reason.",
        Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", Duration.Minutes(5), ("QueueName", queueName)),
        ComparisonOperator.GREATER_THAN_THRESHOLD, threshold: 0, periods: 1);

    public void Watch(WebEntry entry, string name, WebService service)
    {
        (string, string)[] one =
            [("LoadBalancer", entry.Balancer.LoadBalancerFullName), ("TargetGroup", service.Targets.TargetGroupFullName)];
        Add($"{name}-down", $"No healthy task of the service {name} for five minutes.",
            Metric("AWS/ApplicationELB", "HealthyHostCount", "Minimum", Duration.Minutes(1), one),
            ComparisonOperator.LESS_THAN_THRESHOLD, threshold: 1, periods: 5);
        Add($"{name}-errors",
            $"The service {name} answered more than ten requests with an error in each of three times five minutes.",
            Metric("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", Duration.Minutes(5), one),
            ComparisonOperator.GREATER_THAN_THRESHOLD, threshold: 10, periods: 3);
    }

    /// <summary>Less than a fifth of the disk of a database is free.</summary>
    public void WatchDisk(string instance, int gigabytes) => Add("database-disk",
        "Less than a fifth of the database's disk is free.",
        Metric("AWS/RDS", "FreeStorageSpace", "Minimum", Duration.Minutes(5), ("DBInstanceIdentifier", instance)),
        ComparisonOperator.LESS_THAN_THRESHOLD, threshold: gigabytes * 0.2 * (1L << 30), periods: 3);

    /// <summary>A page with the alarms and the metrics behind them.</summary>
    public void Draw() => new Dashboard(this, "Page", new DashboardProps { DashboardName = options.Prefix }).AddWidgets(
        new AlarmStatusWidget(new AlarmStatusWidgetProps { Title = "Alarms", Width = 24, Alarms = [.. All] }),
        new GraphWidget(new GraphWidgetProps
        {
            Title = "Behind the alarms",
            Width = 24,
            Left = [.. All.Select(one => one.Metric)],
        }));

    private static Metric Metric(
        string space, string name, string statistic, Duration period, params (string Name, string Value)[] one) =>
        new(new MetricProps
        {
            Namespace = space,
            MetricName = name,
            Statistic = statistic,
            Period = period,
            DimensionsMap = one.ToDictionary(dimension => dimension.Name, dimension => dimension.Value),
        });

    private void Add(string name, string description, Metric metric, ComparisonOperator comparison, double threshold, int periods)
    {
        var alarm = new Alarm(this, name, new AlarmProps
        {
            AlarmName = $"{options.Prefix}-{name}",
            AlarmDescription = $"{description} Run book: {RunBooks}#{name}",
            Metric = metric,
            ComparisonOperator = comparison,
            Threshold = threshold,
            EvaluationPeriods = periods,
            TreatMissingData = OnlyWhenWrong.ContainsKey(metric.MetricName)
                ? TreatMissingData.NOT_BREACHING
                : TreatMissingData.BREACHING,
        });
        alarm.AddAlarmAction(new SnsAction(topic));
        alarm.AddOkAction(new SnsAction(topic));
        All.Add(alarm);
    }
}
