using Microsoft.Extensions.Hosting;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Storage;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Core.Uploads;

/// <summary>Once after the start: makes the blob store's journal ready and goes through the examination of a made slice, so that the first sender does not wait while the program's code gets ready. Nothing is stored.</summary>
public sealed class UploadRehearsal(InstancePlaces places, IBlobStore blobs) : BackgroundService
{
    /// <summary>After so many calls the runtime compiles a method for speed.</summary>
    private const int Times = 35;
    private const int Side = 512;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        (blobs as FolderBlobStore)?.Prepare();
        var study = new ResearchStudy { Code = "rehearsal", Title = "Rehearsal" };
        var context = new UploadContext(new Upload { ResearchStudyId = study.Id, SiteId = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7() }, study);
        var slice = Slice();
        for (var i = 1; i <= Times && !stoppingToken.IsCancellationRequested; i++)
        {
            // Not one of the study's subjects: the database is asked and answers that there is no such subject.
            var file = FileExaminer.Examine(context, i, slice);
            await places.FindAsync(context, i, file.Prepared!, stoppingToken);
        }
    }

    private static byte[] Slice()
    {
        var grid = new VolumeGeometry(Side, Side, 1, new Vector3(0.7, 0.7, 2), new Vector3(0, 0, 0));
        var facts = new CtSeriesFacts { SubjectCode = "REHEARSAL", StudyInstanceUid = "2.25.1", SeriesInstanceUid = "2.25.2", FrameOfReferenceUid = "2.25.3" };
        return CtSeriesWriter.Write(Volume.Of(grid, new short[Side * Side]), facts).Single();
    }
}
