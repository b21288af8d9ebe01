using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Jobs;

/// <summary>A failed job is run again.</summary>
public sealed class RetryTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private JobDispatch Dispatch => host.Services.GetRequiredService<JobDispatch>();

    [Fact]
    public async Task A_failed_job_waits_for_a_worker_again_and_the_audit_says_who_wanted_it()
    {
        var job = await JobAsync(JobState.Failed, Guid.NewGuid());
        Assert.True((await Dispatch.RetryAsync(host.AdministratorOfOne, job, Cancellation)).Succeeded);
        await using var db = host.Database();
        var retried = db.Jobs.Single(j => j.Id == job);
        Assert.Equal((JobState.Queued, 0d, null), (retried.State, retried.Progress, retried.EndedAt));
        Assert.NotNull(retried.HangfireId);
        Assert.Contains(db.AuditEntries, e => e.Action == "retried" && e.EntityId == job.ToString() && e.PersonId == host.AdministratorOfOne.PersonId);
    }

    [Theory]
    [InlineData(JobState.Queued)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Succeeded)]
    [InlineData(JobState.Cancelled)]
    public async Task Only_a_failed_job_is_retried(JobState state) =>
        Assert.Equal("not-failed", (await Dispatch.RetryAsync(host.AdministratorOfOne, await JobAsync(state, Guid.NewGuid()), Cancellation)).Refusal?.Code);

    [Fact]
    public async Task Refuses_a_retry_while_the_same_work_runs()
    {
        var target = Guid.NewGuid();
        var failed = await JobAsync(JobState.Failed, target);
        await JobAsync(JobState.Running, target);
        Assert.Equal("runs-already", (await Dispatch.RetryAsync(host.AdministratorOfOne, failed, Cancellation)).Refusal?.Code);
    }

    [Fact]
    public async Task Neither_another_study_nor_another_role_retries()
    {
        var job = await JobAsync(JobState.Failed, Guid.NewGuid());
        Assert.Equal("not-failed", (await Dispatch.RetryAsync(host.AdministratorOfOne with { ResearchStudyId = Guid.NewGuid() }, job, Cancellation)).Refusal?.Code);
        await Assert.ThrowsAsync<RightMissingException>(() => Dispatch.RetryAsync(host.AdministratorOfOne with { Role = StudyRole.PrincipalInvestigator }, job, Cancellation));
    }

    private async Task<Guid> JobAsync(JobState state, Guid target)
    {
        await using var db = host.Database();
        var job = new Job { Kind = InferenceService.Kind, Title = "Inference", ResearchStudyId = host.AdministratorOfOne.ResearchStudyId, TargetId = target, State = state, Progress = 0.5, CreatedAt = DateTimeOffset.UtcNow, EndedAt = DateTimeOffset.UtcNow };
        db.Jobs.Add(job);
        await db.SaveChangesAsync(Cancellation);
        return job.Id;
    }
}
