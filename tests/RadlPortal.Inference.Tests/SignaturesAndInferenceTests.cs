using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Reports;
using RadlPortal.Core.Signatures;
using Xunit;

namespace RadlPortal.Inference.Tests;

/// <summary>From the training cohort to scores, on real data base, files and network; in the order in which an investigator meets it.</summary>
public sealed class SignaturesAndInferenceTests(DemoPart part) : IClassFixture<DemoPart>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signatures_are_built_locked_copied_and_applied_once()
    {
        Assert.Equal("no-signature", (await part.Get<InferenceService>().StartAsync(part.Investigator, DemoCohorts.Validation, Cancellation)).Refusal!.Code);
        var build = (await part.Get<SignatureService>().BuildAsync(part.Administrator, Cancellation)).Value!;
        Assert.Equal("already-running", (await part.Get<SignatureService>().BuildAsync(part.Administrator, Cancellation)).Refusal!.Code);
        await part.Get<BuildSignaturesJob>().RunAsync(build.Id, Cancellation);
        var built = await part.JobAsync(build.Id);
        Assert.True(built.State == JobState.Succeeded, built.Message);

        await TheManifestsSayEverythingAsync();
        await BuiltAgainFromTheSameDataIsTheSameVersionAsync();
        await InferenceScoresEverySubjectOnceAsync();
        await ASubjectThatAwaitsAdjudicationLosesItsScoresAndGetsNoneAsync();
        await AnotherStudyCopiesThemAsync();
    }

    [Fact]
    public async Task A_principal_investigator_builds_no_signature() =>
        await Assert.ThrowsAsync<RightMissingException>(() => part.Get<SignatureService>().BuildAsync(part.Investigator, Cancellation));

    [Fact]
    public async Task A_training_cohort_that_is_too_small_is_told_what_it_lacks()
    {
        var build = (await part.Get<SignatureService>().BuildAsync(part.OtherStudy, Cancellation)).Value!;
        await part.Get<BuildSignaturesJob>().RunAsync(build.Id, Cancellation);
        var failed = await part.JobAsync(build.Id);
        Assert.Equal(JobState.Failed, failed.State);
        Assert.Contains("0 PD-L1 positive and 0 negative subjects with VOI, features and label; at least 5 of each are needed", failed.Message);
    }

    private async Task TheManifestsSayEverythingAsync()
    {
        var signatures = await part.Get<SignatureService>().ListAsync(part.Investigator, Cancellation);
        Assert.Equal(["RAsig", "DLsig", "RADLsig"], signatures.Select(s => s.Name));
        Assert.All(signatures, s => Assert.Equal(CanonicalJson.Sha256(s.Version.ManifestJson), s.Version.Sha256));
        var deep = Assert.IsType<DeepLearningManifest>(signatures[1].Manifest);
        Assert.Equal("untrained 3D convolution bank", deep.Network.Description);
        var fusion = Assert.IsType<FusionManifest>(signatures[2].Manifest);
        Assert.Equal([signatures[0].Version.Sha256, signatures[1].Version.Sha256], fusion.Inputs.Select(i => i.Sha256));
        Assert.All(signatures, s => Assert.Equal(24, s.Manifest.Training.Subjects));
    }

    private async Task BuiltAgainFromTheSameDataIsTheSameVersionAsync()
    {
        var again = (await part.Get<SignatureService>().BuildAsync(part.Administrator, Cancellation)).Value!;
        await part.Get<BuildSignaturesJob>().RunAsync(again.Id, Cancellation);
        Assert.Equal(3, (await part.Get<SignatureService>().ListAsync(part.Administrator, Cancellation)).Count);
    }

    private async Task InferenceScoresEverySubjectOnceAsync()
    {
        var job = (await part.Get<InferenceService>().StartAsync(part.Investigator, DemoCohorts.Validation, Cancellation)).Value!;
        await part.Get<InferenceJob>().RunAsync(job.Id, Cancellation);
        await part.Get<InferenceJob>().RunAsync(job.Id, Cancellation);
        var done = await part.JobAsync(job.Id);
        Assert.True(done.State == JobState.Succeeded, done.Message);
        await using var db = part.Database();
        var scores = await db.Scores.Where(s => db.InferenceRuns.Any(r => r.Id == s.InferenceRunId && r.JobId == job.Id)).ToListAsync(Cancellation);
        Assert.Equal(36, scores.Count);
        Assert.All(scores, s => Assert.InRange(s.Value, 0, 1));
        Assert.Equal(24, scores.Count(s => s.ExecutionProvider == "cpu"));
        Assert.Equal(12, scores.Count(s => s.ExecutionProvider == "none"));
        var dashboard = (await part.Get<CohortService>().FindAsync(part.Investigator, DemoCohorts.Validation, Cancellation))!;
        Assert.Equal(12, dashboard.Overview.Counts.WithScores);
        await TheFusionIsWhatItsManifestSaysAsync(dashboard);
    }

    private async Task TheFusionIsWhatItsManifestSaysAsync(CohortDashboard dashboard)
    {
        var fusion = (FusionManifest)(await part.Get<SignatureService>().ListAsync(part.Investigator, Cancellation)).Single(s => s.Kind == SignatureKind.Fusion).Manifest;
        foreach (var member in dashboard.Members)
        {
            double LogOdds(string name) => member.Scores.Where(s => s.Signature == name).Select(s => Math.Log(s.Score.Value / (1 - s.Score.Value))).Single();
            var expected = fusion.Intercept + fusion.Inputs[0].Coefficient * LogOdds("RAsig") + fusion.Inputs[1].Coefficient * LogOdds("DLsig");
            Assert.Equal(expected, LogOdds("RADLsig"), 1e-6);
        }
    }

    private async Task ASubjectThatAwaitsAdjudicationLosesItsScoresAndGetsNoneAsync()
    {
        var code = await part.DisputeAsync(DemoCohorts.Validation);
        var dashboard = (await part.Get<CohortService>().FindAsync(part.Investigator, DemoCohorts.Validation, Cancellation))!;
        Assert.Equal((11, 11, 1, 0), (dashboard.Overview.Counts.WithVoi, dashboard.Overview.Counts.WithScores, dashboard.Overview.Awaiting, dashboard.Overview.StaleScores));
        Assert.Equal(["its VOI awaits adjudication since"], dashboard.Members.Single(m => m.Subject.Code == code).Scores.Select(s => s.StaleBecause).Distinct());

        var job = (await part.Get<InferenceService>().StartAsync(part.Investigator, DemoCohorts.Validation, Cancellation)).Value!;
        await part.Get<InferenceJob>().RunAsync(job.Id, Cancellation);
        Assert.Equal([new OmittedSubject(code, "awaits adjudication")], (await part.Get<InferenceService>().LatestAsync(part.Investigator, dashboard.Overview.Cohort.Id, Cancellation))!.Omitted);
        await using var db = part.Database();
        Assert.Equal(33, await db.Scores.CountAsync(s => db.InferenceRuns.Any(r => r.Id == s.InferenceRunId && r.JobId == job.Id), Cancellation));
        var report = (await part.Get<ReportService>().CreateAsync(part.Investigator, DemoCohorts.Validation, Cancellation)).Value!;
        var content = (await part.Get<ReportService>().FindAsync(part.Investigator, DemoCohorts.Validation, report.Number, Cancellation))!.Content;
        Assert.Equal(["awaits adjudication"], content.LeftOut.Single(l => l.Subject == code).Reasons.Where(r => !r.StartsWith("no ", StringComparison.Ordinal)));
        Assert.Empty(content.Subjects.Single(s => s.Subject == code).Scores);
        Assert.All(content.Discrimination, d => Assert.Equal(11, d.Subjects));
    }

    private async Task AnotherStudyCopiesThemAsync()
    {
        var copied = await part.Get<SignatureService>().CopyAsync(part.OtherStudy, part.Administrator.StudyCode, Cancellation);
        Assert.Equal(3, copied.Value!.Count);
        Assert.All(copied.Value, v => Assert.NotNull(v.CopiedFromId));
        Assert.Equal("copied-already", (await part.Get<SignatureService>().CopyAsync(part.OtherStudy, part.Administrator.StudyCode, Cancellation)).Refusal!.Code);
        var stranger = part.OtherStudy with { PersonId = part.Investigator.PersonId };
        Assert.Equal("nothing-to-copy", (await part.Get<SignatureService>().CopyAsync(stranger, part.Administrator.StudyCode, Cancellation)).Refusal!.Code);
    }
}
