using Hangfire;
using RadlPortal.Core;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Hosting;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Uploads;
using RadlPortal.Inference;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRadlCore(builder.Configuration);
builder.Services.AddInference(builder.Configuration);
builder.Services.AddTelemetry(builder.Configuration, "worker");
builder.Services.AddHealthChecks();
builder.Services.AddHangfireServer(server =>
{
    server.Queues = builder.Configuration.GetSection("Worker:Queues").Get<string[]>() ?? [JobQueues.Default, JobQueues.Gpu];
    server.WorkerCount = builder.Configuration.GetValue("Worker:Count", Math.Max(2, Environment.ProcessorCount));
    server.SchedulePollingInterval = TimeSpan.FromSeconds(2);
    server.CancellationCheckInterval = TimeSpan.FromSeconds(2);
    server.ShutdownTimeout = TimeSpan.FromSeconds(20);
});
builder.Services.AddHostedService<ForgottenJobs>();
builder.Services.AddHostedService<QuarantineExpirySchedule>();
builder.Services.AddHostedService<DemoStudyStart>();

var app = builder.Build();
app.MapHealthChecks("/health/live");
app.Run();
