using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

/// <summary>A study whose small CTs went through the gate, with four radiologists who read and save as the reading room does.</summary>
public abstract class AdjudicationStudy : IAsyncLifetime
{
    protected const string Password = "A-good-password-1";
    private static readonly VolumeGeometry Grid = new(24, 20, 12, new Vector3(1.5, 1.5, 2), new Vector3(-20, -30, 40));
    private readonly string folder = Directory.CreateTempSubdirectory("radl-test-").FullName;
    private ServiceProvider services = null!;
    private StudyAccess coordinator = null!;
    private Guid cohortId;
    private int keys;

    protected TestDatabase Database { get; private set; } = null!;

    protected StudyAccess Administrator { get; private set; } = null!;

    protected StudyAccess Investigator { get; private set; } = null!;

    protected StudyAccess Rita { get; private set; } = null!;

    protected StudyAccess Remy { get; private set; } = null!;

    protected StudyAccess Rose { get; private set; } = null!;

    protected StudyAccess Ralf { get; private set; } = null!;

    protected AdjudicationService Adjudications => services.GetRequiredService<AdjudicationService>();

    protected UnlockService Unlocking => services.GetRequiredService<UnlockService>();

    protected T Service<T>() where T : notnull => services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Portal", Database.ConnectionString), new("Storage:Folder", folder)]).Build();
        services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRadlCore(configuration).BuildServiceProvider();
        await using var db = Database.CreateDbContext();
        var study = new ResearchStudy { Code = "one", Title = "One", Settings = new StudySettings { CreateSubjectsOnUpload = true } };
        var site = new Site { ResearchStudyId = study.Id, Code = "north", Name = "North" };
        var cohort = new Cohort { ResearchStudyId = study.Id, Code = "c", Name = "C", Kind = CohortKind.Validation };
        cohortId = cohort.Id;
        db.AddRange(study, site, cohort);
        async Task<StudyAccess> MemberAsync(string name, StudyRole role, Guid? siteId = null)
        {
            await using var scope = services.CreateAsyncScope();
            var person = (await scope.ServiceProvider.GetRequiredService<PeopleService>().EnsureAccountAsync($"{name}@one.example", name, Password)).Value;
            db.Add(new Membership { PersonId = person, ResearchStudyId = study.Id, Role = role, SiteId = siteId });
            return new StudyAccess(person, study.Id, study.Code, role, siteId);
        }

        Administrator = await MemberAsync("Ada", StudyRole.Administrator);
        Investigator = await MemberAsync("Petra", StudyRole.PrincipalInvestigator);
        (Rita, Remy) = (await MemberAsync("Rita", StudyRole.Radiologist), await MemberAsync("Remy", StudyRole.Radiologist));
        (Rose, Ralf) = (await MemberAsync("Rose", StudyRole.Radiologist), await MemberAsync("Ralf", StudyRole.Radiologist));
        coordinator = await MemberAsync("Nora", StudyRole.SiteCoordinator, site.Id);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await services.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A CT of the cohort that waits for its readers; gives the series.</summary>
    protected async Task<Guid> UploadAsync(string subject)
    {
        var samples = new short[Grid.VoxelCount];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(-800 + i * 7 % 900);
        var uid = $"2.25.{++keys}";
        var files = CtSeriesWriter.Write(Volume.Of(Grid, samples), new CtSeriesFacts { SubjectCode = subject, StudyInstanceUid = uid + ".1", SeriesInstanceUid = uid, FrameOfReferenceUid = uid + ".2" }).ToList();
        var uploads = Service<UploadService>();
        var upload = (await uploads.StartAsync(coordinator, files.Count, CancellationToken.None)).Value;
        for (var i = 0; i < files.Count; i++) Assert.Equal(UploadResult.Accepted, (await uploads.StoreAsync(coordinator, upload, i + 1, files[i], CancellationToken.None)).Value?.Result);
        await uploads.FinishAsync(coordinator, upload, CancellationToken.None);
        await using var db = Database.CreateDbContext();
        await db.Subjects.Where(s => s.Code == subject).ExecuteUpdateAsync(s => s.SetProperty(x => x.CohortId, cohortId));
        return await db.ImagingSeries.Where(s => s.SeriesInstanceUid == uid).Select(s => s.Id).SingleAsync();
    }

    /// <summary>Boxes of 4 × 4 × 4 voxels; the second lies <paramref name="apart"/> voxels to the side of the first.</summary>
    protected async Task<Guid> ReadTwiceAsync(string subject, int apart)
    {
        var series = await UploadAsync(subject);
        await ReadAsync(Rita, series, ReadPurpose.First, Box(6));
        await ReadAsync(Remy, series, ReadPurpose.Second, Box(6 + apart));
        return series;
    }

    protected async Task<Guid> ReadAsync(StudyAccess reader, Guid series, ReadPurpose purpose, byte[] labels)
    {
        await using (var db = Database.CreateDbContext())
        {
            if (purpose != ReadPurpose.First)
            {
                var first = await db.ReadingAssignments.SingleAsync(r => r.ImagingSeriesId == series && r.Purpose == ReadPurpose.First);
                db.Add(new ReadingAssignment { ResearchStudyId = first.ResearchStudyId, SubjectId = first.SubjectId, ImagingSeriesId = series, ReaderId = reader.PersonId, Purpose = purpose, NotBefore = purpose == ReadPurpose.Repeat ? DateTimeOffset.UnixEpoch : null });
                await db.SaveChangesAsync();
            }
        }

        var read = await ReadOfAsync(series, purpose);
        Assert.True((await Service<ReadService>().OpenAsync(reader, read, CancellationToken.None)).Succeeded);
        Assert.Null((await SaveAsync(reader, read, labels)).Refusal);
        return read;
    }

    protected async Task<Guid> ReadOfAsync(Guid series, ReadPurpose purpose)
    {
        await using var db = Database.CreateDbContext();
        return await db.ReadingAssignments.Where(r => r.ImagingSeriesId == series && r.Purpose == purpose).Select(r => r.Id).SingleAsync();
    }

    /// <summary>Rose begins the adjudication of a series.</summary>
    protected async Task<Guid> AdjudicateAsync(Guid series)
    {
        var opened = await Adjudications.OpenAsync(Rose, series, CancellationToken.None);
        Assert.Null(opened.Refusal);
        return opened.Value;
    }

    protected Task<Outcome<SavedVersion>> SaveAsync(StudyAccess reader, Guid read, byte[] labels, int baseVersion = 0, string reason = "", IReadOnlyList<AdjudicationChoice>? acts = null) =>
        Service<VoiService>().SaveAsync(reader, read, new SaveRequest(LabelmapCodec.Encode(labels), baseVersion, reason, $"save-{++keys}", acts), CancellationToken.None);

    protected async Task<Outcome<ApprovalState>> ApproveAsync(StudyAccess reader, Guid read, int number = 1, string password = Password)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ApprovalService>().ApproveAsync(reader, read, number, password, CancellationToken.None);
    }

    protected static byte[] Box(int x0)
    {
        var labels = new byte[Grid.VoxelCount];
        for (var z = 3; z < 7; z++)
            for (var y = 5; y < 9; y++)
                for (var x = x0; x < x0 + 4; x++) labels[Grid.Offset(x, y, z)] = 1;
        return labels;
    }

    protected static byte[] Decode(byte[] runs) => LabelmapCodec.Decode(runs, Grid.VoxelCount)!;
}
