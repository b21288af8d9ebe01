using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Core.Reports;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Core.Tests.Reports;

public sealed class ReportSigningTests : IAsyncLifetime
{
    private const string Password = "A-good-password-1";
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private StudyAccess investigator = null!;
    private Guid reportId;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Portal", database.ConnectionString), new("Storage:Folder", Path.GetTempPath())]).Build();
        services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRadlCore(configuration).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var person = (await scope.ServiceProvider.GetRequiredService<PeopleService>().EnsureAccountAsync("pi@one.example", "Petra", Password)).Value;
        await using var db = database.CreateDbContext();
        var study = new ResearchStudy { Code = "one", Title = "One" };
        var cohort = new Cohort { ResearchStudyId = study.Id, Code = "c", Name = "C", Kind = CohortKind.Validation };
        var snapshot = new CohortSnapshot { CohortId = cohort.Id, ResearchStudyId = study.Id, ContentJson = "{}", Sha256 = "s", CreatedBy = person, CreatedAt = DateTimeOffset.UnixEpoch };
        var report = new Report { ResearchStudyId = study.Id, CohortId = cohort.Id, CohortSnapshotId = snapshot.Id, Number = 1, ContentJson = "{}", Sha256 = "r", SoftwareVersion = "1", CreatedBy = person };
        db.AddRange(study, cohort, snapshot, report);
        await db.SaveChangesAsync();
        (reportId, investigator) = (report.Id, new StudyAccess(person, study.Id, "one", StudyRole.PrincipalInvestigator, null));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_signature_says_who_when_and_to_which_bytes_and_is_in_the_audit()
    {
        var signed = await SignAsync(investigator, Password);
        Assert.Equal(("Petra", ReportSignature.Approved, "r"), (signed.Value!.PersonName, signed.Value.Meaning, signed.Value.ReportSha256));
        await using var db = database.CreateDbContext();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "signed" && e.PersonId == investigator.PersonId));
        Assert.Equal("signed-already", (await SignAsync(investigator, Password)).Refusal!.Code);
    }

    [Fact]
    public async Task A_wrong_password_signs_nothing_and_locks_after_five()
    {
        for (var i = 0; i < 5; i++) Assert.Equal("wrong-password", (await SignAsync(investigator, "not it")).Refusal!.Code);
        Assert.Equal("locked-out", (await SignAsync(investigator, Password)).Refusal!.Code);
        await using var db = database.CreateDbContext();
        Assert.Empty(db.ReportSignatures);
    }

    [Fact]
    public async Task An_administrator_signs_no_report_and_nobody_one_of_another_study()
    {
        await Assert.ThrowsAsync<RightMissingException>(() => SignAsync(new StudyAccess(investigator.PersonId, investigator.ResearchStudyId, "one", StudyRole.Administrator, null), Password));
        Assert.Equal("no-such-report", (await SignAsync(new StudyAccess(investigator.PersonId, Guid.NewGuid(), "two", StudyRole.PrincipalInvestigator, null), Password)).Refusal!.Code);
    }

    [Fact]
    public async Task The_database_lets_no_signature_be_changed()
    {
        await SignAsync(investigator, Password);
        await using var db = database.CreateDbContext();
        await Assert.ThrowsAnyAsync<Exception>(() => db.ReportSignatures.ExecuteDeleteAsync());
    }

    private async Task<Outcome<ReportSignature>> SignAsync(StudyAccess access, string password)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ReportSigning>().SignAsync(access, reportId, password, CancellationToken.None);
    }
}
