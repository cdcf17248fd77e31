using Amazon.CDK;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using Volcast.Deploy.Aws.Cost;
using Volcast.Deploy.Aws.Daily;
using Volcast.Deploy.Aws.Mlflow;
using Volcast.Deploy.Aws.Network;
using Volcast.Deploy.Aws.Operations;
using Volcast.Deploy.Aws.Options;
using Volcast.Deploy.Aws.Scale;
using Volcast.Deploy.Aws.Storage;
using Volcast.Deploy.Aws.Tasks;
using Volcast.Deploy.Aws.Web;

namespace Volcast.Deploy.Aws;

/// <summary>Volcast in an account: the lake, the daily run, arrays of jobs, API and dashboard, alarms.</summary>
internal sealed class VolcastStack : Stack
{
    private readonly DeploymentOptions options;
    private readonly Dictionary<string, string> settings;
    private readonly TaskLogs logs;
    private readonly Alarms alarms;
    private readonly AlarmTopic topic;

    /// <summary>Null where an MLflow server is the registry.</summary>
    private readonly RegistryFolder? registry;

    public VolcastStack(Construct scope, string id, DeploymentOptions options, IStackProps props) : base(scope, id, props)
    {
        this.options = options;
        Key = new(this, "Key", new KeyProps
        {
            Alias = options.Prefix,
            Description = "Encrypts the lake, the alarms and the database of Volcast.",
            EnableKeyRotation = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        Bucket = new(this, "Lake", Key);
        logs = new(this, "Logs", options);
        topic = new(this, "Alarms", options, Key);
        alarms = new(this, "Watch", options, topic.Topic);
        _ = new MonthlyBudget(this, "Spending", options, topic.Topic);
        Network = new(this, "Network", options, CostModel.EgressOf(options, PriceList.Read()));
        Cluster = new(this, "Cluster", new ClusterProps { Vpc = Network.Vpc, ClusterName = options.Prefix });
        if (options.Web is not null || options.MlflowImage.Length > 0)
            Cluster.AddDefaultCloudMapNamespace(new CloudMapNamespaceOptions { Name = WebTier.Domain });
        settings = new(options.Settings)
        {
            ["VOLCAST_ACTOR"] = options.Prefix,
            ["VOLCAST_DATA"] = Bucket.Uri(LakeBucket.Data),
        };
        if (options.Settings["VOLCAST_TARGETS"] is ['@', .. var file])
            settings["VOLCAST_TARGETS"] = $"@{Bucket.Uri(file)}";
        if (options.Settings["VOLCAST_SOURCE"] == "csv")
            settings["VOLCAST_CSV_PATH"] = Bucket.Uri(LakeBucket.Inbox);
        settings["MLFLOW_TRACKING_URI"] = options.MlflowImage.Length > 0 ? MlflowServer.Address : RegistryFolder.Path;
        registry = options.MlflowImage.Length > 0 ? null : new(this, "Registry", Network, Key);
        var schedule = new DailySchedule(this, "Schedule", options);
        LostRuns = schedule.Lost;
        alarms.WatchLostRuns(LostRuns.QueueName);
        if (options.Size == DeploymentSize.Small)
            StartTask(schedule);
        else
            StartMachines(schedule);
        alarms.Draw();
    }

    public Key Key { get; }

    public LakeBucket Bucket { get; }

    public JobNetwork Network { get; }

    public Cluster Cluster { get; }

    public ITopic Topic => topic.Topic;

    public IQueue LostRuns { get; }

    /// <summary>API and dashboard; null without them.</summary>
    public WebTier? Web { get; private set; }

    /// <summary>The small size: the schedule starts one task, which does the whole daily run and writes its report into the
    /// bucket.</summary>
    private void StartTask(DailySchedule schedule)
    {
        var task = Worker("Daily", TaskSize.Daily(options), ["run-daily", "--report", Bucket.Uri(LakeBucket.Report)]);
        Bucket.LetWrite(task.Role, LakeBucket.Data, LakeBucket.Report);
        Bucket.LetRead(task.Role, LakeBucket.Inbox);
        schedule.Role.AddToPolicy(Principals.Allow(["ecs:RunTask"], task.Definition.TaskDefinitionArn));
        schedule.Role.AddToPolicy(Principals.Allow(["iam:PassRole"], task.Role.RoleArn, task.Definition.ExecutionRole!.RoleArn));
        schedule.Start(Cluster.ClusterArn, input: null, new()
        {
            TaskDefinitionArn = task.Definition.TaskDefinitionArn,
            LaunchType = "FARGATE",
            TaskCount = 1,
            NetworkConfiguration = new Amazon.CDK.AWS.Scheduler.CfnSchedule.NetworkConfigurationProperty
            {
                AwsvpcConfiguration = new Amazon.CDK.AWS.Scheduler.CfnSchedule.AwsVpcConfigurationProperty
                {
                    AssignPublicIp = "ENABLED",
                    SecurityGroups = [Network.Jobs.SecurityGroupId],
                    Subnets = Network.SubnetIds,
                },
            },
        });
        topic.ReportFailedTasks(Cluster.ClusterArn);
        alarms.WatchSchedule(schedule.Group);
    }

    private void StartMachines(DailySchedule schedule)
    {
        var ingest = new IngestFunction(this, "Ingest", options, Bucket, logs, settings);
        var daily = Worker("Daily", TaskSize.Daily(options), ["run-daily", "--skip", "ingest"]);
        Bucket.LetWrite(daily.Role, LakeBucket.Data);
        Bucket.LetRead(daily.Role, options.TargetsPrefixes);
        var retrain = options.RetrainsApart ? Worker("Retrain", TaskSize.Training, ["run-daily", "--skip", "ingest"]) : daily;
        if (retrain != daily)
        {
            Bucket.LetWrite(retrain.Role, LakeBucket.Data);
            Bucket.LetRead(retrain.Role, options.TargetsPrefixes);
        }
        var machine = new TaskRunner(this, "DailyRun", options, StateMachines.Daily, Cluster, Network, new Dictionary<string, string>
        {
            ["IngestFunction"] = ingest.Function.FunctionArn,
            ["DailyTask"] = daily.Definition.TaskDefinitionArn,
            ["RetrainTask"] = retrain.Definition.TaskDefinitionArn,
        });
        machine.Let(["lambda:InvokeFunction"], ingest.Function.FunctionArn);
        machine.LetRun(daily);
        if (retrain != daily)
            machine.LetRun(retrain);
        schedule.Role.AddToPolicy(Principals.Allow(["states:StartExecution"], machine.Machine.AttrArn));
        schedule.Start(machine.Machine.AttrArn, DailyInput(options));
        alarms.WatchDailyRun(machine.Machine.AttrArn);
        topic.ReportFailedExecutions(machine.Machine.AttrArn, AddArrays().Machine.AttrArn);
        if (options.Web is not { } web)
            return;
        Web = new(this, "Web", options, web, Cluster, Network, Bucket, registry, logs, settings);
        alarms.Watch(Web.Entry, "api", Web.Api);
        alarms.Watch(Web.Entry, "dashboard", Web.Dashboard);
    }

    /// <summary>The input of the daily state machine: the steps that its first task leaves out, and whether a second one
    /// follows.</summary>
    public static string DailyInput(DeploymentOptions options) => options.RetrainsApart
        ? """{"skip":"ingest,policy","retrain":true}"""
        : """{"skip":"ingest","retrain":false}""";

    private TaskRunner AddArrays()
    {
        var plan = Worker("Plan", TaskSize.Work, command: null);
        Bucket.LetWrite(plan.Role, LakeBucket.Data, LakeBucket.Plans);
        Bucket.LetRead(plan.Role, LakeBucket.Inbox);
        var jobs = new ArrayJobs(this, "Arrays", options, Bucket, registry, Network, logs, settings);
        var machine = new TaskRunner(this, "Scale", options, StateMachines.Scale, Cluster, Network, new Dictionary<string, string>
        {
            ["PlanTask"] = plan.Definition.TaskDefinitionArn,
            ["Queue"] = jobs.Queue.AttrJobQueueArn,
            ["WorkJob"] = jobs.Job.Ref,
        });
        machine.LetRun(plan);
        machine.Let(["batch:SubmitJob"], jobs.Queue.AttrJobQueueArn, jobs.Job.Ref);
        machine.Let(["batch:TerminateJob"], $"arn:{Partition}:batch:{Region}:{Account}:job/*");
        // Batch cannot restrict who describes which job.
        machine.Let(["batch:DescribeJobs"], "*");
        machine.Let(["events:PutTargets", "events:PutRule", "events:DescribeRule"],
            $"arn:{Partition}:events:{Region}:{Account}:rule/StepFunctionsGetEventsForBatchJobsRule");
        return machine;
    }

    private FargateTask Worker(string id, TaskSize size, string[]? command)
    {
        var task = new FargateTask(this, id, options, size, new()
        {
            Name = "worker",
            Image = ImageNames.Worker,
            Settings = settings,
            Command = command,
        }, logs);
        registry?.Mount(task, isReadOnly: false);
        return task;
    }
}
