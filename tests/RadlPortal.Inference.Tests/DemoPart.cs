using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Database;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Sites;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Inference.Tests;

/// <summary>A part of the demo study, made by the portal's own services and jobs: subjects with CT, VOI, features and clinical data, but no signature yet.</summary>
public sealed class DemoPart : IAsyncLifetime
{
    private const int OfEachCohort = 12;
    private readonly string blobs = Directory.CreateTempSubdirectory("radl-test-").FullName;
    private TestDatabase database = null!;
    private ServiceProvider services = null!;

    public IServiceProvider Services => services;

    public StudyAccess Administrator { get; private set; } = null!;

    public StudyAccess Investigator { get; private set; } = null!;

    public StudyAccess OtherStudy { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Portal", database.ConnectionString), new("Storage:Folder", blobs), new("Inference:Device", "cpu")]).Build();
        services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRadlCore(configuration).AddInference(configuration).BuildServiceProvider();
        var subjects = DemoStudyPlan.Subjects().Where(s => s.Cohort is DemoCohorts.Training or DemoCohorts.Validation).GroupBy(s => s.Cohort).SelectMany(g => g.Take(g.Key == DemoCohorts.Training ? 2 * OfEachCohort : OfEachCohort)).ToList();
        await PeopleAndSitesAsync(subjects);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(blobs, recursive: true);
    }

    public PortalDb Database() => database.CreateDbContext();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public Task<Job> JobAsync(Guid id)
    {
        var db = Database();
        return db.Jobs.AsNoTracking().SingleAsync(j => j.Id == id);
    }

    /// <summary>A second reader takes much around the tumour of the cohort's first subject for tumour; gives the subject.</summary>
    public async Task<string> DisputeAsync(string cohort)
    {
        await using var scope = services.CreateAsyncScope();
        var reader = await MemberAsync(scope.ServiceProvider.GetRequiredService<PeopleService>(), "second@test.example", StudyRole.Radiologist, null);
        var subject = DemoStudyPlan.Subjects().First(s => s.Cohort == cohort);
        await using var db = Database();
        var first = await db.ReadingAssignments.AsNoTracking().SingleAsync(r => r.Purpose == ReadPurpose.First && db.Subjects.Any(s => s.Id == r.SubjectId && s.Code == subject.Code));
        var second = new ReadingAssignment { ResearchStudyId = first.ResearchStudyId, SubjectId = first.SubjectId, ImagingSeriesId = first.ImagingSeriesId, ReaderId = reader.PersonId, Purpose = ReadPurpose.Second };
        db.Add(second);
        await db.SaveChangesAsync();
        Assert.True((await Get<ReadService>().OpenAsync(reader, second.Id, CancellationToken.None)).Succeeded);
        var drawn = new SyntheticChest(subject, SyntheticScanner.All[subject.SiteIndex]).Voi(2, 0.4);
        Assert.Null((await Get<VoiService>().SaveAsync(reader, second.Id, new SaveRequest(LabelmapCodec.Encode(drawn), 0, "", "disputed"), CancellationToken.None)).Refusal);
        return subject.Code;
    }

    private async Task PeopleAndSitesAsync(List<SyntheticSubject> subjects)
    {
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleService>();
        var root = (await people.AddPortalAdministratorAsync("root@test.example", "Root", "Radl-test-2026")).Value!.PersonId;
        Administrator = await StudyAsync(root, "part");
        OtherStudy = await StudyAsync(root, "other");
        var sites = Get<SiteService>();
        List<StudyAccess> coordinators = [];
        foreach (var (code, name) in DemoStudyPlan.Sites)
        {
            var site = (await sites.AddAsync(Administrator, code, name, CancellationToken.None)).Value!;
            coordinators.Add(await MemberAsync(people, $"{code}@test.example", StudyRole.SiteCoordinator, site.Id));
            await sites.RegisterSubjectsAsync(Administrator, site.Id, subjects.Where(s => DemoStudyPlan.Sites[s.SiteIndex].Code == code).Select(s => s.Code), CancellationToken.None);
        }

        var reader = await MemberAsync(people, "reader@test.example", StudyRole.Radiologist, null);
        Investigator = await MemberAsync(people, "pi@test.example", StudyRole.PrincipalInvestigator, null);
        var imported = await Get<ClinicalDataService>().ImportAsync(Administrator, DemoStudyPlan.ClinicalCsv(subjects), CancellationToken.None);
        Assert.True(imported.Succeeded);
        foreach (var subject in subjects)
        {
            await Get<DemoCases>().UploadAsync(subject, coordinators[subject.SiteIndex], CancellationToken.None);
            await Get<DemoReads>().ReadAsync(subject, [reader], CancellationToken.None);
        }

        await using var db = Database();
        foreach (var job in await db.Jobs.Where(j => j.Kind == FeatureJobs.Kind).Select(j => j.Id).ToListAsync()) await Get<ExtractFeaturesJob>().RunAsync(job, CancellationToken.None);
    }

    private async Task<StudyAccess> StudyAsync(Guid root, string code)
    {
        var study = (await Get<ResearchStudyService>().CreateAsync(root, code, $"Study {code}", isSynthetic: true, CancellationToken.None)).Value!;
        return new StudyAccess(root, study.Id, code, StudyRole.Administrator, null);
    }

    private async Task<StudyAccess> MemberAsync(PeopleService people, string email, StudyRole role, Guid? site)
    {
        var added = await people.AddMemberAsync(Administrator, email, email, role, site, CancellationToken.None, "Radl-test-2026");
        return new StudyAccess(added.Value!.PersonId, Administrator.ResearchStudyId, Administrator.StudyCode, role, site);
    }
}
