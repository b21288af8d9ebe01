using System.Collections.Frozen;
using System.Text;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using Xunit;

namespace RadlPortal.Dicom.Tests;

/// <summary>What may hide where; each case plants a value and looks for it in the stored bytes.</summary>
public sealed class GateRulesTests
{
    [Theory]
    [InlineData("Manufacturer", "DOE^JANE")]
    [InlineData("Manufacturer", "Jane Testonly")]
    [InlineData("ManufacturerModelName", "DOE JANE")]
    [InlineData("ConvolutionKernel", "MRN-0019362")]
    [InlineData("SoftwareVersions", "1961-03-19")]
    [InlineData("SoftwareVersions", "jane@clinic.example")]
    [InlineData("BodyPartExamined", "DOE JANE")]
    [InlineData("BodyPartExamined", "Chest of Jane")]
    [InlineData("ScanOptions", "HELICAL\\DOE")]
    [InlineData("StudyID", "0019362")]
    [InlineData("PositionReferenceIndicator", "Dr House")]
    [InlineData("KVP", "120 JANE")]
    [InlineData("PatientAge", "095Y")]
    [InlineData("PatientAge", "Jane")]
    [InlineData("PatientSex", "JANE")]
    [InlineData("AcquisitionDate", "JANE DOE")]
    [InlineData("SliceLocation", "555 019 JANE")]
    [InlineData("SpecificCharacterSet", "JANE DOE")]
    [InlineData("SeriesDescription", "CT Thorax")]
    [InlineData("ProtocolName", "Doe_Jane_0019362")]
    [InlineData("ImageComments", "555-019-1234")]
    [InlineData("InstanceCreatorUID", "1.2.3.4")]
    [InlineData("ContentCreatorName", "DOE^JANE")]
    public void A_value_that_is_not_of_its_attributes_form_or_may_name_somebody_is_left_out(string keyword, string value)
    {
        var result = Check(d => d.Set(Tag(keyword), value));
        Assert.Equal(GateVerdict.AcceptWithWarnings, result.Verdict);
        Assert.Contains(keyword, Assert.Single(result.Notes));
        Assert.DoesNotContain(value.Split('\\')[^1], Stored(result));
    }

    [Theory]
    [InlineData("Manufacturer", "GE MEDICAL SYSTEMS")]
    [InlineData("Manufacturer", "Siemens Healthineers")]
    [InlineData("ManufacturerModelName", "SOMATOM Definition AS+")]
    [InlineData("ManufacturerModelName", "LightSpeed VCT")]
    [InlineData("ConvolutionKernel", "Br40f\\3")]
    [InlineData("ConvolutionKernel", "B19f")]
    [InlineData("SoftwareVersions", "syngo CT VA20A_SP3")]
    [InlineData("SoftwareVersions", "07MW18.4")]
    [InlineData("BodyPartExamined", "CHEST")]
    [InlineData("ImageType", "ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI")]
    [InlineData("LossyImageCompressionMethod", "ISO_10918_1")]
    [InlineData("PatientAge", "089Y")]
    [InlineData("PatientWeight", "71.5")]
    [InlineData("StudyID", "1")]
    [InlineData("AcquisitionDateTime", "20240101101500.123456")]
    public void What_describes_the_picture_is_kept(string keyword, string value)
    {
        var result = Check(d => d.Set(Tag(keyword), value));
        Assert.Equal(GateVerdict.Accept, result.Verdict);
        Assert.Equal(value, result.Cleaned!.Text(Tag(keyword)));
    }

    [Theory]
    [InlineData("PatientName", "A-001=Doe^Jane")]
    [InlineData("PatientName", "ANONYMOUS^JANE")]
    [InlineData("PatientName", "A-001^^^^DOE")]
    [InlineData("OperatorsName", "ANON\\DOE^JANE")]
    [InlineData("PatientTelephoneNumbers", "555-019-1234")]
    [InlineData("InstitutionalDepartmentName", "Radiology of Jane")]
    [InlineData("ConsultingPhysicianName", "HOUSE^GREG")]
    [InlineData("SelectorPNValue", "DOE^JANE")]
    public void A_name_in_any_component_stops_the_file(string keyword, string value) => Assert.Equal(GateVerdict.Quarantine, Check(d => d.Set(Tag(keyword), value)).Verdict);

    [Theory]
    [InlineData("PatientName", "A-001^^^^")]
    [InlineData("PatientName", "Anonymous")]
    [InlineData("OperatorsName", "^")]
    [InlineData("DeviceSerialNumber", "REMOVED")]
    public void Empty_components_the_code_and_words_for_nobody_do_not(string keyword, string value) => Assert.Equal(GateVerdict.Accept, Check(d => d.Set(Tag(keyword), value)).Verdict);

    [Fact]
    public void Only_filled_requests_stop_a_file()
    {
        Assert.Equal(GateVerdict.Accept, Check(d => d.Set(Tag("RequestAttributesSequence"), new DicomDataset().Set(Tag("RequestedProcedureID"), ""))).Verdict);
        Assert.Equal(GateVerdict.Quarantine, Check(d => d.Set(Tag("RequestAttributesSequence"), new DicomDataset().Set(Tag("RequestedProcedureID"), "R7"))).Verdict);
    }

    [Fact]
    public void The_study_decides_which_descriptions_stay()
    {
        var options = new GateOptions { Descriptions = new[] { "CT THORAX 3.0 B19f" }.ToFrozenSet() };
        Assert.Equal(GateVerdict.Accept, Check(d => d.Set(DicomTags.SeriesDescription, "CT THORAX 3.0 B19f"), options).Verdict);
        var dropped = Check(d => d.Set(DicomTags.SeriesDescription, "CT THORAX 3.0 B19f Jane"), options);
        Assert.Equal((GateVerdict.AcceptWithWarnings, true, "Descriptions in free text were left out of the stored copy: SeriesDescription."), (dropped.Verdict, dropped.DropsOnlyDescriptions, Assert.Single(dropped.Notes)));
    }

    [Fact]
    public void Dates_stop_a_file_where_the_study_forbids_them_at_any_depth_and_dummies_do_not()
    {
        var options = new GateOptions { DatesForbidden = true };
        var result = Check(d => d.Set(Tag("ContrastBolusAgentSequence"), new DicomDataset().Set(Tag("InstanceCreationDate"), "20240101")), options);
        Assert.Equal(GateVerdict.Quarantine, result.Verdict);
        Assert.Contains(result.Findings, f => f.Tag == "(0008,0020)");
        Assert.Contains(result.Findings, f => f.Tag == "(0018,0012)[1](0008,0012)");
        var dummies = Check(d => Each(d, "DA", "19000101"), options);
        Assert.Equal(GateVerdict.AcceptWithWarnings, dummies.Verdict);
        Assert.Equal("", dummies.Cleaned!.Text(DicomTags.StudyTime));
    }

    [Fact]
    public void A_known_attribute_in_a_foreign_representation_carries_nothing_in()
    {
        Assert.DoesNotContain("JANE", Stored(Check(d => d.Set(new DicomElement(Tag("SliceLocation"), "UT", "JANE DOE"u8.ToArray())))));
        Assert.DoesNotContain("JANE", Stored(Check(d => d.Set(new DicomElement(Tag("ExposureInuAs"), "UN", "JANE DOE"u8.ToArray())))));
        Assert.DoesNotContain("JANE", Stored(Check(d => d.Set(new DicomElement(Tag("TableHeight"), "OB", "JANE DOE"u8.ToArray())))));
    }

    [Fact]
    public void What_a_file_calls_unknown_is_judged_as_what_the_dictionary_calls_it()
    {
        Assert.Equal(GateVerdict.Quarantine, Check(d => d.Set(new DicomElement(DicomTags.PatientName, "UN", "DOE^JANE"u8.ToArray()))).Verdict);
        Assert.Equal(GateVerdict.Quarantine, Check(d => d.Set(new DicomElement(DicomTags.StudyDate, "UN", "20240101"u8.ToArray())), new GateOptions { DatesForbidden = true }).Verdict);
        Assert.Equal("120", Check(d => d.Set(new DicomElement(Tag("KVP"), "UN", "120 "u8.ToArray()))).Cleaned!.Text(Tag("KVP")));
        var sequence = Check(d => d.Set(new DicomElement(Tag("KVP"), [new DicomDataset().Set(Tag("KVP"), "120")])));
        Assert.Contains("KVP", Assert.Single(sequence.Notes));
    }

    [Fact]
    public void Codes_are_kept_and_what_hides_in_them_is_not()
    {
        var result = Check(d => d.Set(Tag("AnatomicRegionSequence"), Code("39607008", "SCT", "Lung"), Code("MRN0019362", "SCT", "Doe, Jane"), Code("JANE", "99DOE", "Lung")));
        Assert.Equal(GateVerdict.AcceptWithWarnings, result.Verdict);
        var items = result.Cleaned!.Items(Tag("AnatomicRegionSequence"));
        Assert.Equal(("39607008", "SCT", "Lung"), (items[0].Text(DicomTags.CodeValue), items[0].Text(DicomTags.CodingSchemeDesignator), items[0].Text(DicomTags.CodeMeaning)));
        Assert.Equal("REMOVED", items[1].Text(DicomTags.CodeMeaning));
        foreach (var planted in (string[])["0019362", "JANE", "Jane", "DOE"]) Assert.DoesNotContain(planted, Stored(result));
    }

    [Fact]
    public void Private_attributes_stay_only_from_the_list_and_with_numbers()
    {
        var result = Check(d => d
            .Set(new DicomElement(new DicomTag(0x0019, 0x0010), "LO", "GEMS_ACQU_01"u8.ToArray()))
            .Set(new DicomElement(new DicomTag(0x0019, 0x1023), "DS", "27.5"u8.ToArray()))
            .Set(new DicomElement(new DicomTag(0x0019, 0x1024), "DS", "JANE"u8.ToArray()))
            .Set(new DicomElement(new DicomTag(0x0019, 0x1002), "SL", "JANE"u8.ToArray()))
            .Set(new DicomElement(new DicomTag(0x0099, 0x0010), "LO", "JANES OWN "u8.ToArray())));
        Assert.Equal("Left out of the stored copy: private attributes.", Assert.Single(result.Notes));
        Assert.Equal("27.5", result.Cleaned!.Text(new DicomTag(0x0019, 0x1023)));
        Assert.DoesNotContain("JANE", Stored(result));
    }

    [Fact]
    public void Nothing_hides_behind_the_last_frame_or_in_unused_bits()
    {
        var result = Check(d =>
        {
            var samples = d[DicomTags.PixelData]!.Value.ToArray();
            for (var i = 0; i < samples.Length; i += 2) samples[i + 1] &= 0x0F;
            samples[1] |= 0xA0;
            d.Set(DicomTags.BitsStored, 12).Set(DicomTags.HighBit, 11);
            d.Set(new DicomElement(DicomTags.PixelData, "OW", (byte[])[.. samples, .. "DOE^JANE"u8]));
        });
        Assert.Equal("Left out of the stored copy: bytes after the last frame, bits outside the stored pixel values.", Assert.Single(result.Notes));
        Assert.DoesNotContain("JANE", Stored(result));
        Assert.Equal(0, result.Cleaned![DicomTags.PixelData]!.Value.Span[1] & 0xF0);
    }

    [Fact]
    public void Nothing_hides_in_compressed_frames()
    {
        byte[] rle = [1, 0, 0, 0, 64, 0, 0, 0, .. new byte[56], 0x02, 1, 2, 3, 0x41, 0x42];
        var (pixels, found) = PixelResidue.Clean(new DicomDataset().Set(DicomTags.Rows, 1).Set(DicomTags.Columns, 3), new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, rle]), TransferSyntax.Rle);
        Assert.NotNull(found);
        Assert.Equal(68, pixels.Fragments![1].Length);
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xFE, 0, 6, .. "JANE"u8, 0xFF, 0xE1, 0, 6, .. "JANE"u8, 0xFF, 0xDA, 0, 2, 1, 0xFF, 0, 2, 0xFF, 0xD9, .. "JANE"u8];
        (pixels, _) = PixelResidue.Clean(new DicomDataset(), new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, jpeg]), TransferSyntax.JpegLossless);
        Assert.DoesNotContain("JANE", Encoding.Latin1.GetString(pixels.Fragments![1].Span));
        Assert.Equal(jpeg.Length - 4, pixels.Fragments[1].Length);
    }

    [Fact]
    public void Curves_overlays_padding_preamble_and_private_meta_information_stay_outside()
    {
        var dataset = Slice();
        dataset.Set(new DicomElement(new DicomTag(0x5000, 0x3000), "OW", "JANE"u8.ToArray()));
        dataset.Set(new DicomElement(new DicomTag(0x6000, 0x3000), "OW", "JANE"u8.ToArray()));
        dataset.Set(new DicomElement(new DicomTag(0x6002, 0x4000), "LT", "JANE"u8.ToArray()));
        dataset.Set(new DicomElement(new DicomTag(0xFFFC, 0xFFFC), "OB", "JANE"u8.ToArray()));
        var bytes = DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes;
        "JANE"u8.CopyTo(bytes);
        var result = DeidentificationGate.Check(DicomFile.Read(bytes));
        Assert.Equal(GateVerdict.AcceptWithWarnings, result.Verdict);
        foreach (var part in (string[])["curves", "overlays", "DataSetTrailingPadding", "the 128 bytes"]) Assert.Contains(part, result.Notes[0]);
        Assert.DoesNotContain("JANE", Stored(result));
    }

    [Fact]
    public void A_secondary_capture_waits_until_a_person_has_looked()
    {
        Action<DicomDataset> change = d => d.Set(DicomTags.SopClassUid, "1.2.840.10008.5.1.4.1.1.7").Set(DicomTags.Modality, "OT").Set(DicomTags.BurnedInAnnotation, "YES");
        var held = Check(change);
        Assert.Equal(GateVerdict.Quarantine, held.Verdict);
        Assert.All(held.Findings, f => Assert.True(GateFinding.IsAboutPixels(f.Keyword)));
        var seen = Check(change, new GateOptions { PixelsSeen = true });
        Assert.True(seen.Verdict is GateVerdict.Accept or GateVerdict.AcceptWithWarnings);
        Assert.Equal("NO", seen.Cleaned!.Text(DicomTags.BurnedInAnnotation));
    }

    [Fact]
    public void A_persons_look_decides_about_pixels_only() =>
        Assert.Equal(GateVerdict.Quarantine, Check(d => d.Set(DicomTags.PatientName, "DOE^JANE"), new GateOptions { PixelsSeen = true }).Verdict);

    [Fact]
    public void The_tables_name_attributes_that_exist_and_contradict_each_other_nowhere()
    {
        foreach (var uid in (string[])[SopClass.CtImage, SopClass.Segmentation, GateTables.RtStructureSet, GateTables.SecondaryCapture])
        {
            var rules = GateTables.For(uid)!;
            foreach (var keyword in (string[])["PatientName", "OtherPatientIDs", "InstitutionName", "DeviceSerialNumber"]) Assert.Equal(GateRule.Stop, rules.RuleOf(Tag(keyword)));
            foreach (var keyword in (string[])["StudyInstanceUID", "FrameOfReferenceUID", "PatientID"]) Assert.Equal(GateRule.Keep, rules.RuleOf(Tag(keyword)));
        }

        Assert.Equal("X/Z/D", ConfidentialityTable.Find(Tag("DeviceSerialNumber"))!.Basic);
        Assert.Equal('C', ConfidentialityTable.Find(Tag("StudyDate"))!.Options["modified-dates"]);
        Assert.NotNull(ConfidentialityTable.Find(new DicomTag(0x6012, 0x3000)));
    }

    [Fact]
    public void What_the_gate_stores_of_the_real_chest_CT_is_valid()
    {
        var folder = SharedData.Folder("dicom/chest-ct");
        using var scratch = new Scratch();
        foreach (var name in (string[])["SEG.dcm", "RTSTRUCT.dcm", "ct/CT0001.dcm"])
        {
            var file = DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, name)));
            var stored = DicomWriter.Write(DeidentificationGate.Check(file).Cleaned!, file.TransferSyntaxUid).Bytes;
            Assert.DoesNotContain("Error", Outside.Run("/usr/bin/dciodvfy", scratch.File(Path.GetFileName(name), stored)));
        }
    }

    [Fact]
    public void Objects_of_the_real_chest_CT_pass()
    {
        var folder = SharedData.Folder("dicom/chest-ct");
        foreach (var name in (string[])["SEG.dcm", "RTSTRUCT.dcm"])
        {
            var result = DeidentificationGate.Check(DicomFile.Read(File.ReadAllBytes(Path.Combine(folder, name))));
            Assert.Equal(GateVerdict.AcceptWithWarnings, result.Verdict);
            Assert.Contains("GTV-1", Stored(result));
        }
    }

    private static DicomDataset Code(string value, string scheme, string meaning) => new DicomDataset().Set(DicomTags.CodeValue, value).Set(DicomTags.CodingSchemeDesignator, scheme).Set(DicomTags.CodeMeaning, meaning);

    private static void Each(DicomDataset dataset, string vr, string value)
    {
        foreach (var element in dataset.Elements.Where(e => e.Vr == vr && e.Value.Length > 0).ToList()) dataset.Set(element.Tag, value);
    }

    private static DicomTag Tag(string keyword) => DicomDictionary.TagOf(keyword);

    private static DicomDataset Slice() => DicomFile.Read(Phantom.Files()[0]).Dataset;

    private static GateResult Check(Action<DicomDataset> change, GateOptions? options = null)
    {
        var dataset = Slice();
        change(dataset);
        return DeidentificationGate.Check(DicomFile.Read(DicomWriter.Write(dataset, TransferSyntax.ExplicitLittleEndian).Bytes), options);
    }

    private static string Stored(GateResult result) => Encoding.Latin1.GetString(DicomWriter.Write(result.Cleaned!, TransferSyntax.ExplicitLittleEndian).Bytes);
}
