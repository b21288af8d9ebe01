using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using RadlPortal.Dicom.Codecs;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Writing;
using Xunit;
using static RadlPortal.Dicom.Tests.DeidentificationCorpus;

namespace RadlPortal.Dicom.Tests;

/// <summary>The de-identifier scored as the MIDI-B challenge scores: each required action on each file is right or wrong.</summary>
public sealed class DeidentifierTests
{
    private static readonly DeidentificationKey Key = new("a key of the tests only, 32 bytes"u8);
    private static readonly GateOptions Study = new() { Descriptions = new[] { Listed }.ToFrozenSet() };
    private static readonly Lazy<List<(Sent Sent, DicomDataset Before, DicomDataset After, byte[] Bytes)>> Done = new(() => [.. new DeidentificationCorpus().Files.Select(f => Apply(f, Key))]);

    [Fact]
    public void Every_required_action_is_right()
    {
        var score = new List<(string Check, bool IsRight)>();
        foreach (var (sent, before, after, bytes) in Done.Value)
        {
            ScoreText(score, sent, bytes, after);
            ScoreRetained(score, sent, before, after);
            ScoreDates(score, sent, before, after);
            foreach (var (tag, old, now) in Uids(before, after, "")) score.Add(($"UID changed and consistent {sent.Kind} {tag}", now == (old.StartsWith("1.2.840.10008.", StringComparison.Ordinal) ? old : Key.Uid(old))));
            score.Add(("patient id consistent", after.Text(DicomTags.PatientId) == Key.SubjectCode(sent.Patient) && after.Text(DicomTags.PatientName) == Key.SubjectCode(sent.Patient)));
            if (sent.Kind != "RTSTRUCT") score.Add(($"pixels kept {sent.Kind}", PixelsOf(before).SequenceEqual(PixelsOf(after))));
        }

        Assert.Empty(score.Where(s => !s.IsRight).Select(s => s.Check).Distinct());
        Assert.True(score.Count > 3000, $"Only {score.Count} actions were scored.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{score.Count(s => s.IsRight)} of {score.Count} required actions are right.");
    }

    [Fact]
    public void The_gate_accepts_what_comes_out() => Assert.All(Done.Value, d => Assert.Equal((GateVerdict.Accept, 0), Verdict(DeidentificationGate.Check(DicomFile.Read(d.Bytes), Study))));

    [Fact]
    public void References_between_CT_SEG_and_RTSTRUCT_still_fit()
    {
        foreach (var study in Done.Value.GroupBy(d => (d.Sent.Patient, d.Sent.Study)))
        {
            var slices = study.Where(d => d.Sent.Kind == "CT").Select(d => d.After.Text(DicomTags.SopInstanceUid)!).ToHashSet();
            var frame = study.First().After.Text(DicomTags.FrameOfReferenceUid);
            var structures = StructureSet.Read(study.Single(d => d.Sent.Kind == "RTSTRUCT").After);
            Assert.All(structures.Rois.SelectMany(r => r.Contours), c => Assert.Contains(c.SopInstanceUid!, slices));
            var segmentation = study.Single(d => d.Sent.Kind == "SEG").After;
            Assert.Equal(frame, segmentation.Text(DicomTags.FrameOfReferenceUid));
            Assert.All(segmentation.Items(Tag("ReferencedSeriesSequence")).SelectMany(s => s.Items(Tag("ReferencedInstanceSequence"))), i => Assert.Contains(i.Text(DicomTags.ReferencedSopInstanceUid)!, slices));
            Assert.All(study, d => Assert.Equal(Key.Uid(d.Before.Text(DicomTags.StudyInstanceUid)!), d.After.Text(DicomTags.StudyInstanceUid)));
        }
    }

    [Fact]
    public void Intervals_between_the_studies_of_a_subject_are_kept_and_subjects_are_shifted_differently()
    {
        var shifts = new HashSet<double>();
        foreach (var patient in Done.Value.GroupBy(d => d.Sent.Patient))
        {
            var dates = patient.Where(d => d.Sent.Kind == "CT").GroupBy(d => d.Sent.Study).OrderBy(g => g.Key).Select(g => DateOf(g.First().After.Text(DicomTags.StudyDate)!)).ToList();
            Assert.Equal(91, (dates[1] - dates[0]).TotalDays);
            shifts.Add((DateOf(patient.First().Before.Text(DicomTags.StudyDate)!) - dates[0]).TotalDays);
        }

        Assert.True(shifts.Count > 1);
        Assert.All(shifts, s => Assert.InRange(s, 30, 1459));
    }

    [Fact]
    public void The_same_key_gives_the_same_bytes_and_another_key_other_identifiers()
    {
        var file = new DeidentificationCorpus(1).Files[0];
        Assert.Equal(Done.Value[0].Bytes, Apply(file, Key).Bytes);
        var other = Apply(file, new DeidentificationKey("another key, also long enough ok"u8)).After;
        foreach (var tag in (DicomTag[])[DicomTags.SopInstanceUid, DicomTags.StudyInstanceUid, DicomTags.PatientId, DicomTags.StudyDate]) Assert.NotEqual(Done.Value[0].After.Text(tag), other.Text(tag));
    }

    [Fact]
    public void It_says_how_it_was_done()
    {
        var after = Done.Value[0].After;
        Assert.Equal(("YES", "MODIFIED"), (after.Text(DicomTags.PatientIdentityRemoved), after.Text(DicomTags.LongitudinalTemporalInformationModified)));
        Assert.StartsWith("RadlPortal PS3.15", after.Text(DicomTags.DeidentificationMethod));
        Assert.Equal(["113100", "113105", "113107", "113108"], after.Items(DicomTags.DeidentificationMethodCodeSequence).Select(i => i.Text(DicomTags.CodeValue)!));
    }

    [Fact]
    public void The_log_names_attributes_and_never_values()
    {
        var file = new DeidentificationCorpus(1).Files[0];
        var actions = new Deidentifier(Key, DeidentificationProfile.Study, Study).Apply(DicomFile.Read(file.Bytes)).Actions;
        Assert.Contains(new DeidentificationAction("(0010,0010)", "PatientName", "replaced"), actions);
        Assert.Contains(new DeidentificationAction("(0008,0020)", "StudyDate", "shifted"), actions);
        Assert.Contains(new DeidentificationAction("(0008,2112)[1](0008,1155)", "ReferencedSOPInstanceUID", "new UID"), actions);
        var log = string.Concat(actions);
        foreach (var planted in file.Planted) Assert.DoesNotContain(planted, log);
    }

    [Fact]
    public void The_basic_profile_leaves_no_date_age_or_description_and_the_objects_valid()
    {
        foreach (var file in new DeidentificationCorpus(1).Files)
        {
            var result = new Deidentifier(Key, DeidentificationProfile.Parse("basic"), Study).Apply(DicomFile.Read(file.Bytes)).Dataset!;
            Assert.DoesNotContain(Flat(result), e => e.Element.Vr is "DA" or "DT" && e.Dataset.TextOf(e.Element) is not ("" or "19000101" or "19000101000000"));
            Assert.Null(result[Tag("PatientAge")]);
            Assert.Null(result[DicomTags.SeriesDescription]);
            Assert.Equal("REMOVED", result.Text(DicomTags.LongitudinalTemporalInformationModified));
            Assert.Equal(GateVerdict.Accept, DeidentificationGate.Check(DicomFile.Read(DicomWriter.Write(result, TransferSyntax.ExplicitLittleEndian).Bytes), new GateOptions { DatesForbidden = true }).Verdict);
        }
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("modified-dates,patient-characteristics,descriptors")]
    [InlineData("full-dates,uids")]
    public void dciodvfy_finds_no_errors(string profile)
    {
        using var scratch = new Scratch();
        foreach (var file in new DeidentificationCorpus(1).Files.Where(f => f.Study == 0).DistinctBy(f => f.Kind))
        {
            var result = new Deidentifier(Key, DeidentificationProfile.Parse(profile), Study).Apply(DicomFile.Read(file.Bytes)).Dataset!;
            Assert.DoesNotContain("Error", Outside.Run("/usr/bin/dciodvfy", scratch.File(file.Kind + ".dcm", DicomWriter.Write(result, TransferSyntax.ExplicitLittleEndian).Bytes)));
        }
    }

    [Fact]
    public void Identifiers_and_dates_that_the_file_calls_unknown_are_replaced_all_the_same()
    {
        var dataset = DicomFile.Read(Phantom.Files()[0]).Dataset
            .Set(new DicomElement(DicomTags.FrameOfReferenceUid, "UN", "1.2.3.4.5\0"u8.ToArray())).Set(new DicomElement(DicomTags.SeriesDate, "UN", "20200101"u8.ToArray()));
        var result = new Deidentifier(Key, DeidentificationProfile.Study).Apply(DicomFile.Read(DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes)).Dataset!;
        Assert.Equal(Key.Uid("1.2.3.4.5"), result.Text(DicomTags.FrameOfReferenceUid));
        Assert.Equal(result.Text(DicomTags.StudyDate), result.Text(DicomTags.SeriesDate));
    }

    [Fact]
    public void Pixels_that_may_show_text_are_not_let_out()
    {
        var dataset = DicomFile.Read(Phantom.Files()[0]).Dataset.Set(DicomTags.BurnedInAnnotation, "YES");
        var result = new Deidentifier(Key, DeidentificationProfile.Study).Apply(DicomFile.Read(DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes));
        Assert.Null(result.Dataset);
        Assert.Contains("BurnedInAnnotation", result.Refusal);
    }

    [Theory]
    [InlineData("device", "no option device")]
    [InlineData("modified-dates,full-dates", "not both")]
    public void Refuses_options_that_do_not_go_together(string text, string part) => Assert.Contains(part, Assert.Throws<FormatException>(() => DeidentificationProfile.Parse(text)).Message);

    [Fact]
    public void A_short_key_is_refused() => Assert.Throws<ArgumentException>(() => new DeidentificationKey("short"u8));

    [Fact]
    public void Real_files_with_planted_identities_come_out_without_them()
    {
        var folder = SharedData.Folder("dicom/phi");
        foreach (var planted in File.ReadAllLines(Path.Combine(folder, "planted.csv")).Skip(1).Select(line => line.Split(',')).GroupBy(p => p[0]))
        {
            var file = DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, planted.Key)));
            if (new Deidentifier(Key, DeidentificationProfile.Study).Apply(file).Dataset is not { } dataset)
            {
                Assert.Contains(planted, value => value[^2] == "pixels");
                continue;
            }

            var text = Encoding.Latin1.GetString(DicomWriter.Write(dataset, file.TransferSyntaxUid).Bytes);
            foreach (var value in planted) Assert.DoesNotContain(value[^1], text);
        }
    }

    private static (GateVerdict Verdict, int Notes) Verdict(GateResult result) => (result.Verdict, result.Notes.Count + result.Findings.Count);

    private static (Sent Sent, DicomDataset Before, DicomDataset After, byte[] Bytes) Apply(Sent sent, DeidentificationKey key)
    {
        var file = DicomFile.Read(sent.Bytes);
        var result = new Deidentifier(key, DeidentificationProfile.Study, Study).Apply(file);
        Assert.True(result.Dataset is not null, result.Refusal);
        var bytes = DicomWriter.Write(result.Dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
        return (sent, file.Dataset, DicomFile.Read(bytes).Dataset, bytes);
    }

    private static void ScoreText(List<(string, bool)> score, Sent sent, byte[] bytes, DicomDataset after)
    {
        foreach (var text in (string[])[Encoding.Latin1.GetString(bytes), Encoding.UTF8.GetString(bytes), Encoding.Unicode.GetString(bytes)])
            foreach (var planted in sent.Planted) score.Add(($"text removed {sent.Kind} {planted}", !text.Contains(planted, StringComparison.OrdinalIgnoreCase)));
        score.Add(("tag removed", !Flat(after).Any(e => e.Element.Tag.IsPrivate || e.Element.Tag.Group >= 0x6000 && e.Element.Tag.Group < 0x6100)));
    }

    private static void ScoreRetained(List<(string, bool)> score, Sent sent, DicomDataset before, DicomDataset after)
    {
        string[] kept = sent.Kind switch
        {
            "CT" => ["ImageType", "Modality", "Manufacturer", "PatientSex", "PatientWeight", "SliceThickness", "KVP", "ConvolutionKernel", "PatientPosition", "ExposureTime", "ScanOptions", "AcquisitionTime", "StudyTime", "ImagePositionPatient", "ImageOrientationPatient", "Rows", "Columns", "PixelSpacing", "WindowCenter", "RescaleIntercept", "RescaleSlope", "SeriesDescription", "InstanceNumber", "BodyPartExamined"],
            "SEG" => ["SegmentationType", "SegmentSequence", "PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence", "DimensionIndexSequence", "Rows", "Columns", "NumberOfFrames", "PatientSex", "SeriesDescription"],
            _ => ["StructureSetROISequence", "ROIContourSequence", "RTROIObservationsSequence", "ReferencedFrameOfReferenceSequence", "PatientSex", "SeriesDescription"],
        };
        foreach (var keyword in kept)
        {
            var (old, now) = (before[Tag(keyword)], after[Tag(keyword)]);
            score.Add(($"tag retained {sent.Kind} {keyword}", old is not null && now is not null && (old.Items?.Count ?? 0) == (now.Items?.Count ?? 0)));
            if (old?.Items is null) score.Add(($"text retained {sent.Kind} {keyword}", old is not null && before.TextOf(old) == (now is null ? null : after.TextOf(now))));
        }

        if (sent.Kind == "CT") score.Add(("text retained code", after.Items(Tag("AnatomicRegionSequence"))[0].Text(DicomTags.CodeMeaning) == "Lung"));
        if (sent.Kind == "CT") score.Add(("age of 90 and more", after.Text(Tag("PatientAge")) == "090Y"));
        if (sent.Kind == "SEG") score.Add(("text retained segment", after.Items(Tag("SegmentSequence"))[0].Text(DicomTags.SegmentLabel) == "GTV-1"));
        if (sent.Kind == "RTSTRUCT") score.Add(("text retained structure", after.Items(Tag("StructureSetROISequence"))[0].Text(Tag("ROIName")) == "GTV-1" && after.Items(Tag("StructureSetROISequence"))[1].Text(Tag("ROIName")) == "ROI 2"));
    }

    private static void ScoreDates(List<(string, bool)> score, Sent sent, DicomDataset before, DicomDataset after)
    {
        var days = Key.ShiftDays(sent.Patient);
        var now = Flat(after).Where(e => e.Element.Vr is "DA" or "DT" && e.Element.Value.Length > 0).ToDictionary(e => e.Path, e => e.Dataset.TextOf(e.Element));
        foreach (var (path, dataset, element) in Flat(before).Where(e => e.Element.Vr is "DA" or "DT" && e.Element.Value.Length > 0 && now.ContainsKey(e.Path)))
        {
            var old = dataset.TextOf(element);
            score.Add(($"date shifted {sent.Kind} {path}", now[path] == DateOf(old[..8]).AddDays(-days).ToString("yyyyMMdd", CultureInfo.InvariantCulture) + old[8..]));
        }

        score.Add(($"dates kept {sent.Kind}", now.ContainsKey("(0008,0020)") && (sent.Kind != "CT" || now.ContainsKey("(0008,2112)[1](0008,0012)"))));
    }

    private static IEnumerable<(string Tag, string Old, string New)> Uids(DicomDataset before, DicomDataset after, string path)
    {
        var now = Flat(after).Where(e => e.Element.Vr == "UI").ToDictionary(e => e.Path, e => e.Dataset.TextOf(e.Element));
        return Flat(before).Where(e => e.Element.Vr == "UI" && now.ContainsKey(e.Path)).Select(e => (path + e.Path, e.Dataset.TextOf(e.Element), now[e.Path]));
    }

    private static IEnumerable<(string Path, DicomDataset Dataset, DicomElement Element)> Flat(DicomDataset dataset, string path = "")
    {
        foreach (var element in dataset.Elements)
        {
            if (element.Items is null) yield return (path + element.Tag, dataset, element);
            for (var i = 0; i < (element.Items?.Count ?? 0); i++)
                foreach (var inner in Flat(element.Items![i], $"{path}{element.Tag}[{i + 1}]")) yield return inner;
        }
    }

    private static byte[] PixelsOf(DicomDataset dataset)
    {
        var frames = PixelFrames.Of(dataset);
        return [.. Enumerable.Range(0, frames.Count).SelectMany(frames.Decode)];
    }

    private static DateTime DateOf(string text) => DateTime.ParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture);
}
