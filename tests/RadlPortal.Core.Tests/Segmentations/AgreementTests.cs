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

namespace RadlPortal.Core.Tests.Segmentations;

public sealed class AgreementTests : IAsyncLifetime
{
    private static readonly VolumeGeometry Grid = new(8, 8, 8, new Vector3(1, 1, 2.5), default);
    private readonly string folder = Directory.CreateTempSubdirectory("radl-test-").FullName;
    private TestDatabase database = null!;
    private FolderBlobStore blobs = null!;
    private AgreementService service = null!;
    private ResearchStudy study = null!;
    private ImagingSeries series = null!;
    private Subject subject = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        blobs = new FolderBlobStore(folder);
        service = new AgreementService(database, blobs, TimeProvider.System);
        await using var db = database.CreateDbContext();
        study = new ResearchStudy { Code = "one", Title = "One" };
        var site = new Site { ResearchStudyId = study.Id, Code = "north", Name = "North" };
        subject = new Subject { ResearchStudyId = study.Id, SiteId = site.Id, Code = "A-1" };
        var imaging = new ImagingStudy { ResearchStudyId = study.Id, SiteId = site.Id, SubjectId = subject.Id, StudyInstanceUid = "1.2" };
        series = new ImagingSeries { ImagingStudyId = imaging.Id, ResearchStudyId = study.Id, SiteId = site.Id, SubjectId = subject.Id, SeriesInstanceUid = "1.2.3", Modality = "CT", Geometry = SeriesGeometry.Volume, GridJson = SeriesGrid.Of(["1"], Grid).ToJson() };
        db.AddRange(study, site, subject, imaging, series);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_same_voxels_agree_fully_whatever_their_label_and_the_pair_is_computed_once()
    {
        var pair = new VersionPair(await SaveAsync(1, label: 1, from: 2), await SaveAsync(2, label: 3, from: 2));
        var first = (await service.OfAsync(study.Id, [pair], CancellationToken.None))[pair];
        Assert.Equal((1.0, 0.0, 0.0), (first.Dice, first.Hausdorff95Mm, first.AverageSurfaceDistanceMm));
        Assert.Equal(first.ComputedAt, (await service.OfAsync(study.Id, [pair], CancellationToken.None))[pair].ComputedAt, TimeSpan.FromMilliseconds(1));
        await using var db = database.CreateDbContext();
        Assert.Single(db.VoiAgreements);
    }

    /// <summary>Cubes of 3 slices, one moved by one slice: 2 of 3 slices in common, and surfaces one slice of 2.5 mm apart at most.</summary>
    [Fact]
    public async Task A_shift_by_one_slice_is_told_in_millimetres()
    {
        var pair = new VersionPair(await SaveAsync(1, label: 1, from: 2), await SaveAsync(2, label: 1, from: 3));
        var agreement = (await service.OfAsync(study.Id, [pair], CancellationToken.None))[pair];
        Assert.Equal(2.0 / 3, agreement.Dice, 12);
        Assert.Equal(2.5, agreement.Hausdorff95Mm, 12);
    }

    private async Task<Guid> SaveAsync(int readNumber, byte label, int from)
    {
        await using var db = database.CreateDbContext();
        var reader = new Person { UserName = $"reader{readNumber}", Email = $"reader{readNumber}@test.example", DisplayName = "Reader" };
        var read = new ReadingAssignment { ResearchStudyId = study.Id, SubjectId = subject.Id, ImagingSeriesId = series.Id, Purpose = (ReadPurpose)readNumber };
        var voi = new Voi { ResearchStudyId = study.Id, SubjectId = subject.Id, ImagingSeriesId = series.Id, ReadingAssignmentId = read.Id, ReaderId = reader.Id, Label = label };
        var labels = new byte[Grid.VoxelCount];
        for (var z = from; z < from + 3; z++)
            for (var y = 2; y < 5; y++)
                for (var x = 2; x < 5; x++) labels[Grid.Offset(x, y, z)] = label;
        var version = new VoiVersion { VoiId = voi.Id, Number = 1, LabelmapBlobKey = $"labelmaps/{Guid.NewGuid():N}", LabelmapSha256 = "", SegBlobKey = "", SegSopInstanceUid = "", VoxelCount = 27, VolumeMl = 0.07, Reason = "", IdempotencyKey = Guid.NewGuid().ToString(), CreatedBy = reader.Id };
        db.AddRange(reader, read, voi, version);
        await db.SaveChangesAsync();
        await blobs.WriteAsync(version.LabelmapBlobKey, LabelmapCodec.Encode(labels), CancellationToken.None);
        return version.Id;
    }
}
