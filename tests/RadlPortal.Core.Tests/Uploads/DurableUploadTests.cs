using System.IO.Pipelines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Storage;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Core.Tests.Uploads;

/// <summary>A row of an object exists only when its bytes are on the disk, whatever the disk does.</summary>
public sealed class DurableUploadTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("radl-test-").FullName;
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private MoodyStore disk = null!;
    private StudyAccess coordinator = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        disk = new MoodyStore(new FolderBlobStore(folder, 2 * 1024 * 1024));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Portal", database.ConnectionString)]).Build();
        services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRadlCore(configuration).Replace(ServiceDescriptor.Singleton<IBlobStore>(disk)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await using var db = database.CreateDbContext();
        var study = new ResearchStudy { Code = "one", Title = "One", Settings = new StudySettings { CreateSubjectsOnUpload = true } };
        var site = new Site { ResearchStudyId = study.Id, Code = "north", Name = "North" };
        var person = (await scope.ServiceProvider.GetRequiredService<PeopleService>().EnsureAccountAsync("nora@one.example", "Nora", "A-good-password-1")).Value;
        db.AddRange(study, site, new Membership { PersonId = person, ResearchStudyId = study.Id, Role = StudyRole.SiteCoordinator, SiteId = site.Id });
        await db.SaveChangesAsync();
        coordinator = new StudyAccess(person, study.Id, study.Code, StudyRole.SiteCoordinator, site.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_disk_that_fails_leaves_no_row_and_the_same_file_is_taken_when_it_works_again()
    {
        var uploads = services.GetRequiredService<UploadService>();
        var id = (await uploads.StartAsync(coordinator, 2, CancellationToken.None)).Value;
        var files = Files();
        disk.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => uploads.StoreAsync(coordinator, id, 1, files[0], CancellationToken.None));
        Assert.Equal(0, await CountAsync());
        disk.Fails = false;
        Assert.Equal(UploadResult.Accepted, (await uploads.StoreAsync(coordinator, id, 1, files[0], CancellationToken.None)).Value!.Result);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Nobody_sees_an_object_before_its_bytes_are_on_the_disk()
    {
        var uploads = services.GetRequiredService<UploadService>();
        var id = (await uploads.StartAsync(coordinator, 2, CancellationToken.None)).Value;
        disk.Gate = new TaskCompletionSource();
        var sending = uploads.StoreAsync(coordinator, id, 2, Files()[1], CancellationToken.None);
        await disk.Reached.Task;
        for (var looks = 0; looks < 10; looks++)
        {
            Assert.False(sending.IsCompleted);
            Assert.Equal(0, await CountAsync());
            await Task.Delay(20);
        }

        disk.Gate.SetResult();
        Assert.Equal(UploadResult.Accepted, (await sending).Value!.Result);
        Assert.Equal(1, await CountAsync());
    }

    private async Task<int> CountAsync()
    {
        await using var db = database.CreateDbContext();
        return await db.ImagingInstances.CountAsync();
    }

    private static List<byte[]> Files()
    {
        var grid = new VolumeGeometry(24, 20, 2, new Vector3(1.5, 1.5, 2), new Vector3(-20, -30, 40));
        return [.. CtSeriesWriter.Write(Volume.Of(grid, new short[grid.VoxelCount]), new CtSeriesFacts { SubjectCode = "S-1", StudyInstanceUid = "2.25.71", SeriesInstanceUid = "2.25.72", FrameOfReferenceUid = "2.25.73" })];
    }

    /// <summary>A store whose disk can fail or keep one waiting.</summary>
    private sealed class MoodyStore(FolderBlobStore store) : IBlobStore, IDisposable
    {
        public bool Fails { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource Reached { get; } = new();

        public async Task WriteAllAsync(IReadOnlyList<ContentBlob> written, CancellationToken cancellation)
        {
            Reached.TrySetResult();
            if (Gate is { } gate) await gate.Task;
            if (Fails) throw new IOException("No space left on device");
            await store.WriteAllAsync(written, cancellation);
        }

        public Task WriteAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => store.WriteAsync(key, bytes, cancellation);

        public Task<Stream> OpenReadAsync(string key, CancellationToken cancellation) => store.OpenReadAsync(key, cancellation);

        public Task CopyRangeAsync(string key, long offset, long length, PipeWriter target, CancellationToken cancellation) => store.CopyRangeAsync(key, offset, length, target, cancellation);

        public Task<bool> DeleteAsync(string key, CancellationToken cancellation) => store.DeleteAsync(key, cancellation);

        public void Dispose() => store.Dispose();
    }
}
