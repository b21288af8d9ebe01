using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Segmentations;
using RadlPortal.Dicom.Structures;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Tests;

/// <summary>Files as a hospital has them: invented patients with two CT studies each, a SEG and an RTSTRUCT of each study, and identities in every corner. Fixed seed.</summary>
internal sealed class DeidentificationCorpus
{
    public const string Listed = "CT THORAX 3.0 B19f";
    private static readonly string[] Families = ["DOE", "MUSTERMANN", "Ødegård", "Testonlysson", "YAMADA"];
    private static readonly string[] Givens = ["JANE", "ERIKA", "Åse", "Gregory", "TARO"];

    public sealed record Sent(string Patient, string Kind, int Study, byte[] Bytes, IReadOnlyList<string> Planted);

    public List<Sent> Files { get; } = [];

    public DeidentificationCorpus(int patients = 5)
    {
        for (var p = 0; p < patients; p++) AddPatient(p);
    }

    public static DateTime StudyDate(int patient, int study) => new DateTime(2019, 3, 4).AddDays(patient * 37 + study * 91);

    private void AddPatient(int p)
    {
        var (family, given, id) = (Families[p % 5] + "X" + (char)('A' + p), Givens[p % 5] + "Y" + (char)('A' + p), $"MRN-{4819362 + p * 7919}");
        string[] planted = [$"{family}^{given}", family, given, id, $"19{40 + p}0319", $"Dr. House{p}bert", $"St. {family} Hospital", $"ACC{771230 + p}", $"555-0{p}19-1234", $"SN-{551210 + p}x", $"Room {p}77 {given}"];
        for (var study = 0; study < 2; study++)
        {
            var root = $"1.3.12.2.1107.5.1.4.{50221 + p}.{study + 1}";
            var facts = new CtSeriesFacts { SubjectCode = "x", StudyInstanceUid = root, SeriesInstanceUid = root + ".3", FrameOfReferenceUid = root + ".4", StudyDate = StudyDate(p, study).ToString("yyyyMMdd") };
            var slices = CtSeriesWriter.Write(Phantom.Volume(), facts).Select(f => DicomFile.Read(f).Dataset).ToList();
            var headers = SeriesGeometry.Examine(slices.Select(SliceHeader.Of)).Slices;
            var labels = new byte[Phantom.Geometry.VoxelCount];
            for (var i = 36; i < 90; i++) labels[i] = 1;
            NamedMask[] masks = [new("GTV-1", new Labelmap(Phantom.Geometry, labels)), new($"Lesion of {given}", new Labelmap(Phantom.Geometry, labels))];
            var saved = new DateTimeOffset(StudyDate(p, study).AddDays(2), TimeSpan.Zero);
            var seg = DicomFile.Read(SegmentationWriter.Write(masks, headers, slices[0], new SegmentationFacts { SopInstanceUid = root + ".5", SeriesInstanceUid = root + ".6", Label = "GTV-1", ReaderCode = given, Version = 1, SavedAt = saved })).Dataset;
            var structures = DicomFile.Read(StructureSetWriter.Write(masks, headers, slices[0], new StructureSetFacts { SopInstanceUid = root + ".7", SeriesInstanceUid = root + ".8", ReaderCode = given, Version = 1, SavedAt = saved })).Dataset;
            foreach (var slice in slices) Add("CT", p, study, slice, planted);
            Add("SEG", p, study, seg, planted);
            Add("RTSTRUCT", p, study, structures, planted);
        }
    }

    private void Add(string kind, int p, int study, DicomDataset made, string[] planted)
    {
        var d = new DicomDataset { Encoding = System.Text.Encoding.Latin1 };
        foreach (var element in made.Elements.Where(e => e.Tag != DicomTags.PatientIdentityRemoved && e.Tag != DicomTags.DeidentificationMethod)) d.Set(element);
        Plant(d, planted);
        if (kind == "CT") PlantInCt(d, planted, p);
        var bytes = DicomWriter.Write(d, TransferSyntax.ExplicitLittleEndian).Bytes;
        System.Text.Encoding.Latin1.GetBytes(planted[0]).CopyTo(bytes, 8);
        Files.Add(new Sent(planted[3], kind, study, bytes, planted));
    }

    private static void Plant(DicomDataset d, string[] planted) => d
        .Set(DicomTags.PatientName, planted[0]).Set(DicomTags.PatientId, planted[3]).Set(DicomTags.PatientBirthDate, planted[4])
        .Set(Tag("OtherPatientIDs"), planted[3] + "-OLD").Set(Tag("PatientAddress"), planted[10]).Set(Tag("PatientTelephoneNumbers"), planted[8])
        .Set(Tag("PatientMotherBirthName"), planted[1]).Set(Tag("PatientComments"), planted[10]).Set(Tag("MedicalRecordLocator"), planted[3])
        .Set(DicomTags.AccessionNumber, planted[7]).Set(DicomTags.ReferringPhysicianName, planted[5]).Set(Tag("OperatorsName"), planted[5])
        .Set(Tag("InstitutionName"), planted[6]).Set(Tag("InstitutionAddress"), planted[10]).Set(Tag("StationName"), planted[9]).Set(DicomTags.DeviceSerialNumber, planted[9])
        .Set(Tag("StudyDescription"), planted[2]).Set(DicomTags.SeriesDescription, Listed).Set(DicomTags.StudyId, planted[7])
        .Set(Tag("PatientAge"), "093Y").Set(DicomTags.PatientSex, "F").Set(Tag("PatientWeight"), "61.5")
        .Set(Tag("RequestAttributesSequence"), new DicomDataset().Set(Tag("RequestedProcedureID"), planted[7]).Set(Tag("ScheduledProcedureStepDescription"), planted[0]))
        .Set(Tag("OriginalAttributesSequence"), new DicomDataset().Set(Tag("ModifiedAttributesSequence"), new DicomDataset().Set(DicomTags.PatientName, planted[0])))
        .Set(Tag("ReferencedStudySequence"), new DicomDataset().Set(DicomTags.ReferencedSopInstanceUid, "1.2.3").Set(DicomTags.PatientName, planted[0]))
        .Set(new DicomElement(new DicomTag(0x0099, 0x0010), "LO", System.Text.Encoding.Latin1.GetBytes(planted[1] + "X")))
        .Set(new DicomElement(new DicomTag(0x0099, 0x1001), "UN", System.Text.Encoding.Latin1.GetBytes(planted[0] + planted[3])))
        .Set(new DicomElement(new DicomTag(0x6000, 0x3000), "OW", System.Text.Encoding.Latin1.GetBytes(planted[0] + planted[3])))
        .Set(new DicomElement(new DicomTag(0xFFFC, 0xFFFC), "OB", System.Text.Encoding.Latin1.GetBytes(planted[0])));

    private static void PlantInCt(DicomDataset d, string[] planted, int p)
    {
        var date = d.Text(DicomTags.StudyDate)!;
        d.Set(Tag("ImageComments"), planted[0]).Set(Tag("ProtocolName"), planted[2] + "_" + planted[3]).Set(Tag("ContrastBolusAgent"), $"Ultravist for {planted[2]}")
            .Set(DicomTags.ManufacturerModelName, $"Phantom {planted[2]}").Set(Tag("SoftwareVersions"), planted[3]).Set(Tag("FilterType"), planted[1][..Math.Min(16, planted[1].Length)])
            .Set(Tag("AcquisitionDateTime"), date + "101112.5").Set(Tag("AcquisitionDate"), date).Set(Tag("AcquisitionTime"), "101112.5")
            .Set(Tag("ExposureTime"), 500 + p).Set(Tag("SpiralPitchFactor"), "").Set(Tag("ScanOptions"), "HELICAL MODE").Set(Tag("CTDIvol"), "")
            .Set(DicomTags.SourceImageSequence, new DicomDataset().Set(DicomTags.ReferencedSopClassUid, SopClass.CtImage).Set(DicomTags.ReferencedSopInstanceUid, d.Text(DicomTags.SopInstanceUid)!).Set(DicomTags.PatientName, planted[0]).Set(Tag("InstanceCreationDate"), date))
            .Set(Tag("AnatomicRegionSequence"), new DicomDataset().Set(DicomTags.CodeValue, "39607008").Set(DicomTags.CodingSchemeDesignator, "SCT").Set(DicomTags.CodeMeaning, "Lung"))
            .Set(Tag("DerivationCodeSequence"), new DicomDataset().Set(DicomTags.CodeValue, planted[3]).Set(DicomTags.CodingSchemeDesignator, "99" + planted[1]).Set(DicomTags.CodeMeaning, planted[0]));
        d.Remove(Tag("SpiralPitchFactor"));
        d.Remove(Tag("CTDIvol"));
        var pixels = d[DicomTags.PixelData]!;
        d.Set(new DicomElement(pixels.Tag, pixels.Vr, (byte[])[.. pixels.Value.Span, .. System.Text.Encoding.Latin1.GetBytes(planted[0])]));
    }

    public static DicomTag Tag(string keyword) => DicomDictionary.TagOf(keyword);
}
