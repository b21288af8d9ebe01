using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.People;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Storage;
using RadlPortal.Core.Uploads;
using RadlPortal.Dicom;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Uploads;

public sealed class QuarantineTests(PortalHost host) : IClassFixture<PortalHost>
{
    private QuarantineDecisions Decisions => host.Services.GetRequiredService<QuarantineDecisions>();

    private IBlobStore Blobs => host.Services.GetRequiredService<IBlobStore>();

    [Fact]
    public async Task Held_bytes_are_encrypted_and_leave_only_deidentified_through_the_gate()
    {
        var held = await HoldAsync("2.25.399", d => d.Set(DicomTags.PatientName, "MUSTERMANN^ERIKA").Set(DicomTags.ReferringPhysicianName, "HOUSE^GREG"));
        Assert.DoesNotContain("MUSTERMANN", Encoding.Latin1.GetString(await Blobs.ReadAllAsync(held.BlobKey, default)));
        var decided = Assert.Single((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [held.Id], "one-north-2", null, default)).Value!);
        Assert.Equal(UploadResult.Accepted, decided.Result);
        await using var db = host.Database();
        var file = await db.QuarantinedFiles.SingleAsync(q => q.Id == held.Id);
        Assert.Equal(("Sent on: Accepted", host.AdministratorOfOne.PersonId), (file.Resolution, file.ResolvedBy));
        await Assert.ThrowsAnyAsync<IOException>(() => Blobs.ReadAllAsync(held.BlobKey, default));
        var instance = await db.ImagingInstances.SingleAsync(i => i.UploadedSha256 == held.Sha256);
        var stored = await Blobs.ReadAllAsync(instance.BlobKey, default);
        foreach (var planted in (string[])["MUSTERMANN", "ERIKA", "HOUSE", "2.25.399"]) Assert.DoesNotContain(planted, Encoding.Latin1.GetString(stored));
        Assert.Equal("one-north-2", DicomFile.Read(stored).Dataset.Text(DicomTags.PatientId));
        Assert.Contains(await AuditOfAsync(held.Id), a => a == "sent on from quarantine");
        Assert.True(await db.UploadedFiles.AnyAsync(f => f.Sha256 == held.Sha256 && f.Result == UploadResult.Accepted));
    }

    [Fact]
    public async Task Slices_of_one_series_go_to_one_new_series()
    {
        var first = await HoldAsync("2.25.301", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        var second = await HoldAsync("2.25.301", d => d.Set(DicomTags.PatientName, "DOE^JANE"), slice: 1);
        Assert.All((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [first.Id], null, null, default)).Value!, d => Assert.Equal(UploadResult.Accepted, d.Result));
        Assert.All((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [second.Id], null, null, default)).Value!, d => Assert.Equal(UploadResult.Accepted, d.Result));
        await using var db = host.Database();
        Assert.Single(await db.ImagingInstances.Where(i => i.UploadedSha256 == first.Sha256 || i.UploadedSha256 == second.Sha256).Select(i => i.ImagingSeriesId).Distinct().ToListAsync());
    }

    [Fact]
    public async Task Deidentified_but_under_suspicion_stays_held_with_what_is_left()
    {
        var held = await HoldAsync("2.25.302", d => d.Set(DicomTags.PatientName, "DOE^JANE").Set(DicomTags.BurnedInAnnotation, "YES"));
        Assert.Equal(UploadResult.Quarantined, Assert.Single((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [held.Id], null, null, default)).Value!).Result);
        await using var db = host.Database();
        var file = await db.QuarantinedFiles.SingleAsync(q => q.Id == held.Id);
        Assert.Null(file.ResolvedAt);
        Assert.Equal("BurnedInAnnotation", Assert.Single(file.Findings).Keyword);
        Assert.False(await db.ImagingInstances.AnyAsync(i => i.UploadedSha256 == held.Sha256));
    }

    [Fact]
    public async Task An_unknown_subject_is_refused_and_the_file_stays_held()
    {
        var held = await HoldAsync("2.25.303", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        Assert.Equal(UploadResult.Refused, Assert.Single((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [held.Id], "nobody-7", null, default)).Value!).Result);
        Assert.Equal(QuarantineDecisions.NoSubjectCode, (await Decisions.DeidentifyAsync(host.AdministratorOfOne, [held.Id], "Erika Mustermann", null, default)).Refusal);
        await using var db = host.Database();
        Assert.Null((await db.QuarantinedFiles.SingleAsync(q => q.Id == held.Id)).ResolvedAt);
    }

    [Fact]
    public async Task A_hospitals_number_in_a_held_file_never_becomes_a_subject_not_even_where_uploads_register_subjects()
    {
        await RegisterOnUploadAsync(true);
        try
        {
            var held = await HoldAsync("2.25.309", d => d.Set(DicomTags.PatientName, "DOE^JANE").Set(DicomTags.PatientId, "MRN-0019362"));
            var decided = Assert.Single((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [held.Id], null, null, default)).Value!);
            Assert.Equal(UploadResult.Quarantined, decided.Result);
            Assert.Contains("Give the subject's code", decided.Message);
            await using var db = host.Database();
            Assert.False(await db.Subjects.AnyAsync(s => s.Code == "MRN-0019362"));
            var findings = (await db.QuarantinedFiles.SingleAsync(q => q.Id == held.Id)).Findings;
            Assert.Equal(["PatientID", "PatientName"], findings.Select(f => f.Keyword).Order());
            Assert.DoesNotContain(findings, f => f.MaskedValue.Contains("0019362", StringComparison.Ordinal));
            Assert.Equal(UploadResult.Accepted, Assert.Single((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [held.Id], "one-north-1", null, default)).Value!).Result);
        }
        finally
        {
            await RegisterOnUploadAsync(false);
        }
    }

    [Fact]
    public async Task Pixels_pass_only_after_the_administrator_has_looked_and_the_look_is_audited()
    {
        var held = await HoldAsync("2.25.304", d => d.Set(DicomTags.BurnedInAnnotation, "YES"));
        Assert.Equal(QuarantineDecisions.NoPicture, (await Decisions.PassPixelsAsync(host.AdministratorOfOne, held.Id, default)).Refusal);
        Assert.True((await Decisions.LookAsync(host.AdministratorOfOne, held.Id, isLungWindow: false, default)).Succeeded);
        Assert.Equal(UploadResult.Accepted, (await Decisions.PassPixelsAsync(host.AdministratorOfOne, held.Id, default)).Value!.Result);
        Assert.Equal(["quarantined", "looked at quarantined pixels", "found no text in quarantined pixels", "sent on from quarantine"], await AuditOfAsync(held.Id));
        await using var db = host.Database();
        var instance = await db.ImagingInstances.SingleAsync(i => i.UploadedSha256 == held.Sha256);
        Assert.Equal("NO", DicomFile.Read(await Blobs.ReadAllAsync(instance.BlobKey, default)).Dataset.Text(DicomTags.BurnedInAnnotation));
    }

    [Fact]
    public async Task Looking_at_pixels_releases_no_name()
    {
        var held = await HoldAsync("2.25.305", d => d.Set(DicomTags.BurnedInAnnotation, "YES").Set(DicomTags.PatientName, "DOE^JANE"));
        await Decisions.LookAsync(host.AdministratorOfOne, held.Id, isLungWindow: true, default);
        Assert.Equal(QuarantineDecisions.NotAboutPixels, (await Decisions.PassPixelsAsync(host.AdministratorOfOne, held.Id, default)).Refusal);
        Assert.Equal(UploadResult.Accepted, Assert.Single((await Decisions.DeidentifyAsync(host.AdministratorOfOne, [held.Id], null, null, default)).Value!).Result);
    }

    [Fact]
    public async Task The_picture_is_for_the_administrator_of_the_study_alone_and_no_browser_keeps_it()
    {
        var held = await HoldAsync("2.25.306", d => d.Set(DicomTags.BurnedInAnnotation, "YES"));
        using var admin = await host.ClientAsync("admin@one.example");
        using var picture = await admin.GetAsync($"/studies/one/quarantine/{held.Id}/picture?window=lung");
        Assert.Equal((HttpStatusCode.OK, "image/png", true), (picture.StatusCode, picture.Content.Headers.ContentType?.MediaType, picture.Headers.CacheControl?.NoStore));
        Assert.Equal("PNG", Encoding.ASCII.GetString(await picture.Content.ReadAsByteArrayAsync(), 1, 3));
        foreach (var (email, status) in ((string, HttpStatusCode)[])[("north@one.example", HttpStatusCode.Forbidden), ("reader@one.example", HttpStatusCode.Forbidden), ("admin@two.example", HttpStatusCode.NotFound)])
        {
            using var other = await host.ClientAsync(email);
            Assert.Equal(status, (await other.GetAsync($"/studies/one/quarantine/{held.Id}/picture")).StatusCode);
        }

        using var admin2 = await host.ClientAsync("admin@two.example");
        Assert.Equal(HttpStatusCode.NotFound, (await admin2.GetAsync($"/studies/two/quarantine/{held.Id}/picture")).StatusCode);
    }

    [Fact]
    public async Task A_held_file_is_never_seen_through_DICOMweb()
    {
        var held = await HoldAsync("2.25.307", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        using var admin = await host.ClientAsync("admin@one.example");
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/studies/one/dicomweb/studies/2.25.307.1/series/2.25.307/metadata")).StatusCode);
        Assert.DoesNotContain("2.25.307", await admin.GetStringAsync("/studies/one/dicomweb/studies"));
        Assert.StartsWith("quarantine/", held.BlobKey);
    }

    [Fact]
    public async Task Files_are_deleted_after_the_studys_days_and_not_before()
    {
        var old = await HoldAsync("2.25.308", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        var young = await HoldAsync("2.25.309", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        await using var db = host.Database();
        await db.Database.ExecuteSqlAsync($"UPDATE quarantined_files SET created_at = now() - interval '31 days' WHERE id = {old.Id}");
        await db.Database.ExecuteSqlAsync($"UPDATE quarantined_files SET created_at = now() - interval '29 days' WHERE id = {young.Id}");
        Assert.Equal(1, await host.Services.GetRequiredService<QuarantineExpiryJob>().RunAsync(default));
        Assert.Equal(0, await host.Services.GetRequiredService<QuarantineExpiryJob>().RunAsync(default));
        await Assert.ThrowsAnyAsync<IOException>(() => Blobs.ReadAllAsync(old.BlobKey, default));
        Assert.NotEmpty(await Blobs.ReadAllAsync(young.BlobKey, default));
        Assert.Equal(["quarantined", "deleted from quarantine"], await AuditOfAsync(old.Id));
        Assert.Equal("Deleted after 30 days", (await db.QuarantinedFiles.AsNoTracking().SingleAsync(q => q.Id == old.Id)).Resolution);
    }

    [Fact]
    public async Task The_studys_settings_rule_descriptions_dates_and_the_waiver()
    {
        var studies = host.Services.GetRequiredService<ResearchStudyService>();
        var access = host.AdministratorOfOne;
        var before = await studies.GetAsync(access, default);
        Action<DicomDataset> change = d => d.Set(DicomTags.SeriesDescription, "CT THORAX 3.0").Remove(DicomTags.PatientIdentityRemoved);
        Assert.Equal("Quarantined", await SendAsync(File("2.25.310", change)));
        Assert.True((await studies.ChangeSettingsAsync(access, before.Title, before.Settings with { WaiveIdentityRemovedFlag = true, KeptDescriptions = ["CT THORAX 3.0"] }, default)).Succeeded);
        try
        {
            Assert.Equal("Accepted", await SendAsync(File("2.25.311", change)));
            await studies.ChangeSettingsAsync(access, before.Title, before.Settings with { ForbidDates = true }, default);
            Assert.Equal("Quarantined", await SendAsync(File("2.25.312", _ => { })));
            Assert.Equal("setting-out-of-range", (await studies.ChangeSettingsAsync(access, before.Title, before.Settings with { QuarantineDays = 0 }, default)).Refusal?.Code);
        }
        finally
        {
            await studies.ChangeSettingsAsync(access, before.Title, before.Settings, default);
        }
    }

    [Fact]
    public async Task A_segmentation_is_stored_beside_its_series()
    {
        var slices = TestSeries.Files("one-north-1", "2.25.313").Select(f => DicomFile.Read(f).Dataset).ToList();
        var labels = new byte[TestSeries.Grid.VoxelCount];
        labels[TestSeries.Grid.Offset(8, 8, 5)] = 1;
        var headers = Dicom.Volumes.SeriesGeometry.Examine(slices.Select(SliceHeader.Of)).Slices;
        var file = SegmentationWriter.Write([new NamedMask("GTV-1", new Labelmap(TestSeries.Grid, labels))], headers, slices[0], new SegmentationFacts { SopInstanceUid = "2.25.3131", SeriesInstanceUid = "2.25.3132", Label = "GTV-1", ReaderCode = "R1", Version = 1, SavedAt = DateTimeOffset.UnixEpoch });
        Assert.Contains(await SendAsync(file), (string[])["Accepted", "AcceptedWithWarnings"]);
        await using var db = host.Database();
        var series = await db.ImagingSeries.SingleAsync(s => s.SeriesInstanceUid == "2.25.3132");
        Assert.Equal(("SEG", 1), (series.Modality, series.InstanceCount));
        Assert.False(await db.ReadingAssignments.AnyAsync(r => r.ImagingSeriesId == series.Id));
        // It has no slices of its own, and nothing says that it makes no volume.
        var upload = await db.UploadedFiles.Where(f => f.ImagingSeriesId == series.Id).Select(f => f.UploadId).FirstAsync();
        var summary = await host.Services.GetRequiredService<UploadFinisher>().SummariseAsync(host.AdministratorOfOne, upload, default);
        Assert.Null(summary!.Series.Single(s => s.SeriesInstanceUid == "2.25.3132").Geometry);
    }

    [Fact]
    public async Task Held_files_are_listed_by_upload_and_subject_and_a_number_that_is_no_code_is_not_shown()
    {
        var first = await HoldAsync("2.25.320", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        var stranger = await HoldAsync("2.25.321", d => d.Set(DicomTags.PatientName, "DOE^JANE").Set(DicomTags.PatientId, "4711"));
        var coordinator = host.AdministratorOfOne with { Role = StudyRole.SiteCoordinator, SiteId = host.NorthSite };
        var held = await host.Services.GetRequiredService<QuarantineService>().ListAsync(coordinator, default);
        Assert.Equal(("one-north-1", 1), (held.Single(f => f.Id == first.Id).Subject, held.Single(f => f.Id == first.Id).Number));
        Assert.Null(held.Single(f => f.Id == stranger.Id).Subject);
        Assert.Empty(await host.Services.GetRequiredService<QuarantineService>().ListAsync(coordinator with { SiteId = Guid.NewGuid() }, default));
        var finding = new QuarantineFinding("(0010,0010)", "PatientName", "8 characters", "why");
        var upload = Guid.NewGuid();
        var groups = HeldGroup.Of([Of(2, "A-1", finding), Of(1, "A-1", finding with { MaskedValue = "9 characters" }), Of(3, "A-2", finding), Of(4, null, finding)]);
        Assert.Equal([null, "A-1", "A-2"], groups.Select(g => g.First.Subject));
        Assert.Equal([1, 2], groups[1].Files.Select(f => f.Number!.Value));
        Assert.Equal((2, null), (Assert.Single(groups[1].Findings).Files, groups[1].Findings[0].MaskedValue));

        HeldFile Of(int number, string? subject, QuarantineFinding found) => new(Guid.NewGuid(), upload, DateTimeOffset.UnixEpoch, number, "North", subject, DateTimeOffset.UnixEpoch, [found]);
    }

    [Fact]
    public async Task Many_files_are_decided_on_together_for_one_reason_and_never_mixed_into_one_subject()
    {
        var quarantine = host.Services.GetRequiredService<QuarantineService>();
        var one = await HoldAsync("2.25.322", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        var other = await HoldAsync("2.25.323", d => d.Set(DicomTags.PatientName, "DOE^JANE").Set(DicomTags.PatientId, "one-north-2"));
        Assert.Equal(QuarantineDecisions.MixedSubjects, (await Decisions.DeidentifyAsync(host.AdministratorOfOne, [one.Id, other.Id], "one-north-1", null, default)).Refusal);
        Assert.Equal(QuarantineService.ReasonMissing, (await quarantine.DeleteAsync(host.AdministratorOfOne, [one.Id], " ", null, default)).Refusal);
        await Assert.ThrowsAsync<RightMissingException>(() => quarantine.DeleteAsync(host.AdministratorOfOne with { Role = StudyRole.SiteCoordinator, SiteId = one.SiteId }, [one.Id], "mine", null, default));
        Assert.Contains(await quarantine.ListAsync(host.AdministratorOfOne with { Role = StudyRole.SiteCoordinator, SiteId = one.SiteId }, default), f => f.Id == one.Id);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => quarantine.DeleteAsync(host.AdministratorOfOne, [one.Id], "stopped", null, stopped.Token));
        var told = new List<int>();
        Assert.Equal(2, (await quarantine.DeleteAsync(host.AdministratorOfOne, [one.Id, other.Id], "sent by mistake", new Told(told), default)).Value);
        Assert.Equal([2], told);
        var third = await HoldAsync("2.25.324", d => d.Set(DicomTags.PatientName, "DOE^JANE"));
        await Decisions.DeidentifyAsync(host.AdministratorOfOne, [third.Id], null, null, default, "named by the scanner");
        await using var db = host.Database();
        foreach (var (id, reason) in ((Guid, string)[])[(one.Id, "sent by mistake"), (other.Id, "sent by mistake"), (third.Id, "named by the scanner")])
        {
            var key = id.ToString();
            Assert.Contains(reason, (await db.AuditEntries.Where(a => a.EntityId == key).OrderByDescending(a => a.Id).FirstAsync()).DetailsJson);
        }
    }

    private sealed class Told(List<int> numbers) : IProgress<int>
    {
        public void Report(int value) => numbers.Add(value);
    }

    private static byte[] File(string seriesUid, Action<DicomDataset> change, int slice = 0)
    {
        var dataset = DicomFile.Read(TestSeries.Files("one-north-1", seriesUid)[slice]).Dataset;
        change(dataset);
        return DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
    }

    private async Task RegisterOnUploadAsync(bool isOn)
    {
        await using var db = host.Database();
        var study = await db.ResearchStudies.SingleAsync(s => s.Code == "one");
        study.Settings = study.Settings with { CreateSubjectsOnUpload = isOn };
        await db.SaveChangesAsync();
    }

    private async Task<QuarantinedFile> HoldAsync(string seriesUid, Action<DicomDataset> change, int slice = 0)
    {
        var file = File(seriesUid, change, slice);
        Assert.Equal("Quarantined", await SendAsync(file));
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        await using var db = host.Database();
        return await db.QuarantinedFiles.AsNoTracking().SingleAsync(q => q.Sha256 == sha256);
    }

    private async Task<string> SendAsync(byte[] file)
    {
        using var client = await host.SendingClientAsync("north@one.example");
        using var begun = await client.PostAsJsonAsync("/studies/one/uploads", new { files = 1 });
        var id = (await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var answer = await client.PutAsync($"/studies/one/uploads/{id}/files/1", new ByteArrayContent(file));
        var result = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetString()!;
        using var finished = await client.PostAsJsonAsync($"/studies/one/uploads/{id}/finish", new { });
        Assert.True(finished.IsSuccessStatusCode);
        return result;
    }

    private async Task<List<string>> AuditOfAsync(Guid id)
    {
        var key = id.ToString();
        await using var db = host.Database();
        return await db.AuditEntries.Where(a => a.EntityId == key).OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.Action).ToListAsync();
    }
}
