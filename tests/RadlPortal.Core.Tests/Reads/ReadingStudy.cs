using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Storage;
using RadlPortal.Numerics.Volumes;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

/// <summary>A study with a cohort, three radiologists and an administrator, on a database of its own and with a clock that is set by hand.</summary>
public abstract class ReadingStudy : IAsyncLifetime
{
    protected const string Cohort = "training";
    private static readonly VolumeGeometry Grid = new(8, 8, 8, new Vector3(1, 1, 2.5), default);
    private readonly string folder = Directory.CreateTempSubdirectory("radl-test-").FullName;
    private int uid;
    private Site site = null!;
    private Cohort cohort = null!;

    protected TestDatabase Database { get; private set; } = null!;

    protected SetClock Clock { get; } = new();

    protected ResearchStudy Study { get; private set; } = null!;

    protected StudyAccess Administrator { get; private set; } = null!;

    protected StudyAccess Investigator { get; private set; } = null!;

    protected StudyAccess[] Readers { get; private set; } = [];

    protected ReadingPlanService Plans { get; private set; } = null!;

    protected ReadingPlanChanges Changes { get; private set; } = null!;

    protected ReadService Reads { get; private set; } = null!;

    protected ReadFinishing Finishing { get; private set; } = null!;

    protected ReadReturns Returns { get; private set; } = null!;

    protected ReadingProgressService Progress { get; private set; } = null!;

    protected VersionFileService Files { get; private set; } = null!;

    protected DraftService Drafts { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        var blobs = new FolderBlobStore(folder);
        var audit = new AuditLog(Clock);
        Plans = new ReadingPlanService(Database, audit, Clock);
        Changes = new ReadingPlanChanges(Database, audit, Clock);
        Reads = new ReadService(Database, audit, Clock);
        Files = new VersionFileService(Database, blobs, null!, audit, Clock);
        Drafts = new DraftService(Database, audit, Clock);
        Finishing = new ReadFinishing(Database, Files, audit, Clock);
        Returns = new ReadReturns(Database, audit, Clock);
        Progress = new ReadingProgressService(Database, Clock);
        await using var db = Database.CreateDbContext();
        Study = new ResearchStudy { Code = "one", Title = "One" };
        site = new Site { ResearchStudyId = Study.Id, Code = "north", Name = "North" };
        cohort = new Cohort { ResearchStudyId = Study.Id, Code = Cohort, Name = "Training", Kind = CohortKind.Training };
        db.AddRange(Study, site, cohort);
        Administrator = Member(db, "Ada", StudyRole.Administrator);
        Investigator = Member(db, "Petra", StudyRole.PrincipalInvestigator);
        Readers = [.. new[] { "Rita", "Remy", "Rose" }.Select(name => Member(db, name, StudyRole.Radiologist))];
        await db.SaveChangesAsync();
        Blobs = blobs;
    }

    protected FolderBlobStore Blobs { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected StudyAccess Member(Core.Database.PortalDb db, string name, StudyRole role)
    {
        var person = new Person { UserName = name, Email = $"{name}@test.example", DisplayName = name };
        db.Add(person);
        db.Add(new Membership { PersonId = person.Id, ResearchStudyId = Study.Id, Role = role });
        return new StudyAccess(person.Id, Study.Id, Study.Code, role, null);
    }

    /// <summary>Subjects of the cohort with a CT each that waits for a reader.</summary>
    protected async Task AddCasesAsync(int from, int to, bool withCt = true)
    {
        await using var db = Database.CreateDbContext();
        for (var n = from; n <= to; n++)
        {
            var subject = new Subject { ResearchStudyId = Study.Id, SiteId = site.Id, Code = $"S{n:000}", CohortId = cohort.Id };
            db.Add(subject);
            if (!withCt) continue;
            var imaging = new ImagingStudy { ResearchStudyId = Study.Id, SiteId = site.Id, SubjectId = subject.Id, StudyInstanceUid = $"2.25.{++uid}" };
            var series = new ImagingSeries { ImagingStudyId = imaging.Id, ResearchStudyId = Study.Id, SiteId = site.Id, SubjectId = subject.Id, SeriesInstanceUid = $"2.25.{++uid}", Modality = "CT", Geometry = Core.Imaging.SeriesGeometry.Volume, GridJson = SeriesGrid.Of(["1"], Grid).ToJson() };
            db.AddRange(imaging, series, new ReadingAssignment { ResearchStudyId = Study.Id, SubjectId = subject.Id, ImagingSeriesId = series.Id, CreatedAt = Clock.GetUtcNow() });
        }

        await db.SaveChangesAsync();
    }

    protected ReadingPlanRequest Request(int twice = 0, int again = 0, int days = 28, int readers = 2, int seed = 5) =>
        new([.. Readers.Take(readers).Select(r => r.PersonId)], twice, again, days, seed);

    protected async Task<PlanPreview> MakeAsync(ReadingPlanRequest request)
    {
        var made = await Plans.MakeAsync(Administrator, Cohort, request, null, CancellationToken.None);
        Assert.Null(made.Refusal);
        return made.Value!;
    }

    protected StudyAccess ReaderOf(ReadingAssignment read) => Readers.Single(r => r.PersonId == read.ReaderId);

    /// <summary>Opens the read and stores a version of its primary VOI as a save does.</summary>
    protected async Task<Guid> SaveAsync(ReadingAssignment read)
    {
        Assert.True((await Reads.OpenAsync(ReaderOf(read), read.Id, CancellationToken.None)).Succeeded);
        await using var db = Database.CreateDbContext();
        var voi = db.Vois.SingleOrDefault(v => v.ReadingAssignmentId == read.Id) ?? db.Vois.Add(new Voi { ResearchStudyId = Study.Id, SubjectId = read.SubjectId, ImagingSeriesId = read.ImagingSeriesId, ReadingAssignmentId = read.Id, ReaderId = read.ReaderId!.Value }).Entity;
        var labels = new byte[Grid.VoxelCount];
        labels[Grid.Offset(3, 3, 3)] = 1;
        var version = new VoiVersion { VoiId = voi.Id, Number = db.VoiVersions.Count(v => v.VoiId == voi.Id) + 1, LabelmapBlobKey = $"labelmaps/{Guid.NewGuid():N}", LabelmapSha256 = "", SegBlobKey = "", SegSopInstanceUid = "", VoxelCount = 1, VolumeMl = 0, Reason = "", IdempotencyKey = Guid.NewGuid().ToString(), CreatedBy = voi.ReaderId, CreatedAt = Clock.GetUtcNow() };
        db.Add(version);
        await db.SaveChangesAsync();
        await Blobs.WriteAsync(version.LabelmapBlobKey, LabelmapCodec.Encode(labels), CancellationToken.None);
        return version.Id;
    }

    protected async Task DoneAsync(ReadingAssignment read)
    {
        await SaveAsync(read);
        Assert.Null((await Finishing.FinishAsync(ReaderOf(read), read.Id, CancellationToken.None)).Refusal);
    }

    protected async Task<List<ReadingAssignment>> AllAsync()
    {
        await using var db = Database.CreateDbContext();
        return [.. db.ReadingAssignments.OrderBy(r => r.Position).ThenBy(r => r.Id)];
    }

    protected async Task<ReadingAssignment> AgainAsync(ReadingAssignment read) => (await AllAsync()).Single(r => r.Id == read.Id);

    /// <summary>A clock that stands until it is moved.</summary>
    protected sealed class SetClock : TimeProvider
    {
        private DateTimeOffset now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now;

        public void Move(TimeSpan by) => now += by;
    }
}
