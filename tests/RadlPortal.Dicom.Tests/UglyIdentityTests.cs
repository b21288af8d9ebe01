using System.Text;
using RadlPortal.Dicom.Deidentification;
using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Writing;
using Xunit;
using static RadlPortal.Dicom.Tests.DeidentificationCorpus;

namespace RadlPortal.Dicom.Tests;

/// <summary>One invented name in odd corners of CT, SEG and RTSTRUCT objects: neither what the gate would store nor what the de-identifier lets out may have it in any coding.</summary>
public sealed class UglyIdentityTests
{
    private const string Family = "QUIMBLEDORF";
    private static readonly DeidentificationKey Key = new("a key of the tests only, 32 bytes"u8);
    private static readonly Encoding[] Codings = [Encoding.Latin1, Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    private static readonly Dictionary<string, Action<DicomDataset>> InCt = new()
    {
        ["a private block in a sequence that is kept"] = d => d.Set(DicomTags.SourceImageSequence, WithPrivate(new DicomDataset().Set(DicomTags.ReferencedSopInstanceUid, "1.2.3"))),
        ["a private sequence in a private sequence"] = d => d.Set(Private(0x10, "LO", "ACME 1.0")).Set(new DicomElement(new DicomTag(0x0099, 0x1001), [new DicomDataset().Set(Private(0x10, "LO", "ACME 1.0")).Set(new DicomElement(new DicomTag(0x0099, 0x1002), [new DicomDataset().Set(DicomTags.PatientName, Family)]))])),
        ["a private creator"] = d => d.Set(Private(0x10, "LO", Family)).Set(Private(0x1001, "DS", "1.5")),
        ["a private element of a known maker"] = d => d.Set(new DicomElement(new DicomTag(0x0019, 0x0010), "LO", Bytes("SIEMENS CT VA0  COAD"))).Set(new DicomElement(new DicomTag(0x0019, 0x10B0), "FD", Bytes(Family + "     "))),
        ["a public text called unknown"] = d => d.Set(new DicomElement(Tag("SeriesDescription"), "UN", Bytes(Family + " "))),
        ["a maker called unknown"] = d => d.Set(new DicomElement(Tag("Manufacturer"), "UN", Bytes(Family + " "))),
        ["an attribute that no dictionary has"] = d => d.Set(new DicomElement(new DicomTag(0x0008, 0x9FF0), "LO", Bytes(Family + " "))),
        ["a person in a tree of content"] = d => d.Set(Tag("ContentSequence"), new DicomDataset().Set(Tag("ValueType"), "CONTAINER").Set(Tag("ContentSequence"), new DicomDataset().Set(Tag("ValueType"), "PNAME").Set(Tag("PersonName"), Family + "^HILDE"))),
        ["a text in a tree of content"] = d => d.Set(Tag("ContentSequence"), new DicomDataset().Set(Tag("ValueType"), "TEXT").Set(Tag("TextValue"), $"Mrs {Family} was seen on 3 May 2021")),
        ["a long text"] = d => d.Set(Tag("ImageComments"), string.Concat(Enumerable.Repeat("chest ct with contrast ", 400)) + Family),
        ["a long plain text in an attribute that is kept"] = d => d.Set(Tag("ConvolutionKernel"), string.Concat(Enumerable.Repeat("SHARP ", 400)) + Family),
        ["an overlay"] = d => d.Set(new DicomElement(new DicomTag(0x6002, 0x3000), "OW", Bytes(Family + " "))).Set(new DicomElement(new DicomTag(0x6002, 0x0022), "LO", Bytes(Family + " "))).Set(new DicomElement(new DicomTag(0x6002, 0x1500), "LO", Bytes(Family + " "))),
        ["a curve"] = d => d.Set(new DicomElement(new DicomTag(0x5000, 0x3000), "OW", Bytes(Family + " "))).Set(new DicomElement(new DicomTag(0x5000, 0x0022), "LO", Bytes(Family + " "))),
        ["trailing padding"] = d => d.Set(new DicomElement(new DicomTag(0xFFFC, 0xFFFC), "OB", Bytes(Family + " "))),
        ["many numbers in place of one"] = d => d.Set(new DicomElement(Tag("SmallestImagePixelValue"), "US", Bytes(Family + " "))),
        ["many numbers in place of four bytes"] = d => d.Set(new DicomElement(Tag("SpiralPitchFactor"), "FD", Bytes(Family + "     "))),
        ["a coded meaning"] = d => d.Set(Tag("AnatomicRegionSequence"), new DicomDataset().Set(DicomTags.CodeValue, "39607008").Set(DicomTags.CodingSchemeDesignator, "SCT").Set(DicomTags.CodeMeaning, $"Lung of {Family}")),
        ["a coded value of a local scheme"] = d => d.Set(Tag("AnatomicRegionSequence"), new DicomDataset().Set(DicomTags.CodeValue, Family).Set(DicomTags.CodingSchemeDesignator, "99" + Family).Set(DicomTags.CodeMeaning, "Lung")),
        ["the further values of the image type"] = d => d.Set(Tag("ImageType"), "ORIGINAL", "PRIMARY", "AXIAL", Family),
        ["bytes that a double-byte coding swallows"] = d => d.Set(DicomTags.SpecificCharacterSet, "GBK").Set(new DicomElement(Tag("Manufacturer"), "LO", (byte[])[.. "GE "u8, .. Family.SelectMany(c => (byte[])[0xFF, (byte)c]), 0x20])),
        ["escape sequences"] = d => d.Set(DicomTags.SpecificCharacterSet, "", "ISO 2022 IR 87").Set(new DicomElement(Tag("ManufacturerModelName"), "LO", Bytes("CT \u001b$B;3ED\u001b(B " + Family + " "))),
        ["Kanji"] = d => d.Set(DicomTags.SpecificCharacterSet, "", "ISO 2022 IR 87").Set(new DicomElement(Tag("ManufacturerModelName"), "LO", Bytes("\u001b$B;3ED\u001b(B"))),
        ["a second writing of a name"] = d => d.Set(new DicomElement(DicomTags.PatientName, "PN", Bytes("A-001=" + Family + "^H"))),
        ["a date range"] = d => d.Set(Tag("AcquisitionDate"), $"19610319-{Family}"),
        ["a time"] = d => d.Set(Tag("AcquisitionTime"), Family),
        ["a zero byte and more"] = d => d.Set(new DicomElement(Tag("Manufacturer"), "LO", Bytes("GE\0" + Family))),
        ["a UID and more"] = d => d.Set(new DicomElement(Tag("FrameOfReferenceUID"), "UI", Bytes("1.2.3\0" + Family + " "))),
        ["bytes behind the pixels"] = d => d.Set(new DicomElement(DicomTags.PixelData, "OW", (byte[])[.. d[DicomTags.PixelData]!.Value.Span, .. Bytes(Family + " ")])),
        ["a picture of the patient"] = d => d.Set(Tag("IconImageSequence"), new DicomDataset().Set(new DicomElement(DicomTags.PixelData, "OB", Bytes(Family + " ")))),
        ["digital signatures"] = d => d.Set(Tag("DigitalSignaturesSequence"), new DicomDataset().Set(new DicomElement(Tag("CertificateOfSigner"), "OB", Bytes(Family + " ")))),
        ["a trial's own subject id"] = d => d.Set(Tag("ClinicalTrialSubjectID"), Family),
        ["an equipment's contribution"] = d => d.Set(Tag("ContributingEquipmentSequence"), new DicomDataset().Set(Tag("Manufacturer"), "GE").Set(Tag("InstitutionName"), Family).Set(Tag("ContributionDescription"), Family)),
        ["a network address"] = d => d.Set(Tag("RetrieveURI"), $"https://{Family}.example/").Set(Tag("StationAETitle"), Family).Set(Tag("RetrieveAETitle"), Family),
    };

    private static readonly Dictionary<string, (string Syntax, Func<byte[], byte[]> Frame)> InFrames = new()
    {
        ["before a JPEG picture"] = (TransferSyntax.JpegBaseline, f => [.. Bytes(Family + " "), .. f]),
        ["between JPEG segments"] = (TransferSyntax.JpegLosslessFirstOrder, f => [.. f[..2], .. Bytes(Family), .. f[2..]]),
        ["in a JPEG comment behind junk"] = (TransferSyntax.JpegExtended, f => [.. f[..2], 0x00, .. Segment(0xFE), .. f[2..]]),
        ["in a JPEG extension segment"] = (TransferSyntax.JpegProgressive, f => [.. f[..2], .. Segment(0xF0), .. f[2..]]),
        ["in a reserved JPEG segment"] = (TransferSyntax.JpegLosslessFirstOrder, f => [.. f[..2], .. Segment(0x50), .. f[2..]]),
        ["in a JPEG-LS application segment"] = (TransferSyntax.JpegLsLossless, f => [.. f[..2], .. Segment(0xE8), .. f[2..]]),
        ["behind a JPEG-LS picture"] = (TransferSyntax.JpegLsNearLossless, f => [.. f, .. Bytes(Family + " ")]),
        ["before a JPEG 2000 stream"] = (TransferSyntax.Jpeg2000Lossless, f => [.. Bytes(Family + " "), .. f]),
        ["behind a JPEG 2000 stream"] = (TransferSyntax.Jpeg2000Lossless, f => [.. f, .. Bytes(Family + " ")]),
        ["in a JPEG 2000 comment"] = (TransferSyntax.Jpeg2000, f => [.. f[..45], 0xFF, 0x64, 0, 15, 0, 1, .. Bytes(Family), .. f[45..]]),
        ["in a box around a JPEG 2000 stream"] = (TransferSyntax.Jpeg2000Lossless, f => [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A, 0, 0, 0, 19, .. Bytes("xml " + Family), 0, 0, 0, 0, .. Bytes("jp2c"), .. f]),
        ["behind a run-length coded picture"] = (TransferSyntax.Rle, f => [.. f, .. Bytes(Family + " ")]),
        ["behind a deflated picture"] = (TransferSyntax.DeflatedFrames, f => [.. f, .. Bytes(Family + " ")]),
    };

    public static TheoryData<string> Corners() => [.. InCt.Keys];

    public static TheoryData<string> FrameCorners() => [.. InFrames.Keys];

    [Theory]
    [MemberData(nameof(Corners))]
    public void A_name_in_an_odd_corner_of_a_slice_goes_nowhere(string corner)
    {
        var dataset = SmallStreams.Native();
        InCt[corner](dataset);
        GoesNowhere(DicomWriter.WriteAs(dataset, TransferSyntax.ExplicitLittleEndian).Bytes);
        GoesNowhere(DicomWriter.WriteAs(dataset, TransferSyntax.ImplicitLittleEndian).Bytes);
    }

    [Theory]
    [MemberData(nameof(FrameCorners))]
    public void A_name_in_compressed_pixels_goes_nowhere(string corner)
    {
        var (syntax, change) = InFrames[corner];
        var dataset = DicomFile.Read(SmallStreams.Files().Single(f => f.Syntax == syntax).Bytes).Dataset;
        var frame = change(dataset[DicomTags.PixelData]!.Fragments![1].ToArray());
        dataset.Set(new DicomElement(DicomTags.PixelData, "OB", [ReadOnlyMemory<byte>.Empty, frame])).TransferSyntaxUid = syntax;
        GoesNowhere(DicomWriter.Write(dataset, syntax).Bytes);
    }

    [Theory]
    [InlineData("SEG")]
    [InlineData("RTSTRUCT")]
    public void A_name_in_every_text_and_every_sequence_of_an_object_goes_nowhere(string kind)
    {
        var source = DicomFile.Read(new DeidentificationCorpus(1).Files.First(f => f.Kind == kind).Bytes).Dataset;
        var texts = Places(source).Count();
        Assert.True(texts > 50);
        for (var place = 0; place < texts; place++)
        {
            var dataset = DicomFile.Read(DicomWriter.WriteAs(source, TransferSyntax.ExplicitLittleEndian).Bytes).Dataset;
            var (owner, element) = Places(dataset).ElementAt(place);
            owner.Set(element.Items is null ? new DicomElement(element.Tag, element.Vr, Bytes(Family + " ")) : new DicomElement(element.Tag, [.. element.Items.Select(WithPrivate), new DicomDataset().Set(Tag("PersonName"), Family).Set(Tag("TextValue"), Family)]));
            GoesNowhere(DicomWriter.WriteAs(dataset, TransferSyntax.ExplicitLittleEndian).Bytes, $"{kind} {element.Tag} {element.Tag.Keyword}");
        }
    }

    [Fact]
    public void A_name_before_the_file_and_in_its_head_goes_nowhere()
    {
        var bytes = DicomWriter.Write(SmallStreams.Native(), TransferSyntax.ExplicitLittleEndian).Bytes;
        Bytes(Family).CopyTo(bytes, 20);
        GoesNowhere(bytes);
        // Application entity title, private information and its creator (PS3.10 section 7.1), before the first attribute of group 8.
        var head = bytes.AsSpan().IndexOf<byte>([0x08, 0x00, 0x05, 0x00]) is var at and > 0 ? at : bytes.AsSpan().IndexOf<byte>([0x08, 0x00, 0x08, 0x00]);
        GoesNowhere([.. bytes[..head], 0x02, 0, 0x16, 0, .. Bytes("AE"), 12, 0, .. Bytes(Family + " "), 0x02, 0, 0x02, 0x01, .. Bytes("OB"), 0, 0, 12, 0, 0, 0, .. Bytes(Family + " "), .. bytes[head..]]);
    }

    private static IEnumerable<(DicomDataset Owner, DicomElement Element)> Places(DicomDataset dataset)
    {
        foreach (var element in dataset.Elements.ToList())
        {
            if (element.Tag.Keyword is "SOPClassUID" or "SOPInstanceUID" or "PatientID" or "PixelData" || element.Tag.Element == 0) continue;
            if (element.Items is not null || element.Vr is not ("US" or "UL" or "FD" or "OB" or "OW" or "AT")) yield return (dataset, element);
            foreach (var place in (element.Items ?? []).SelectMany(Places)) yield return place;
        }
    }

    private static void GoesNowhere(byte[] bytes, string? what = null)
    {
        DicomFile file;
        try
        {
            file = DicomFile.Read(bytes);
        }
        catch (DicomException)
        {
            return;
        }

        if (Checked(file) is { } cleaned) AssertNobody(DicomWriter.Write(cleaned, file.TransferSyntaxUid).Bytes, $"stored: {what}");
        var result = new Deidentifier(Key, DeidentificationProfile.Study).Apply(file);
        if (result.Dataset is { } dataset) AssertNobody(DicomWriter.Write(dataset, file.TransferSyntaxUid).Bytes, $"de-identified: {what}");
        Assert.DoesNotContain(Family, string.Concat(result.Actions) + result.Refusal, StringComparison.OrdinalIgnoreCase);
    }

    private static DicomDataset? Checked(DicomFile file)
    {
        var result = DeidentificationGate.Check(file, new GateOptions { IdentityRemovedWaived = true });
        Assert.DoesNotContain(Family, string.Concat(result.Findings) + string.Concat(result.Notes), StringComparison.OrdinalIgnoreCase);
        return result.Cleaned;
    }

    private static void AssertNobody(byte[] bytes, string what)
    {
        foreach (var coding in Codings) Assert.False(bytes.AsSpan().IndexOf(coding.GetBytes(Family)) >= 0, what);
        // A letter in every other byte, whatever stands between.
        var text = Encoding.Latin1.GetString(bytes);
        for (var start = 0; start < 2; start++) Assert.False(new string([.. text.Where((_, i) => i % 2 == start)]).Contains(Family), what);
        Assert.False(bytes.AsSpan().IndexOf(";3ED"u8) >= 0, what);
    }

    private static DicomDataset WithPrivate(DicomDataset item) => item.Set(Private(0x10, "LO", "ACME 1.0")).Set(Private(0x1001, "LT", Family + " ")).Set(Private(0x1002, "UN", Family + " "));

    private static DicomElement Private(ushort element, string vr, string text) => new(new DicomTag(0x0099, element), vr, Bytes(text));

    private static byte[] Segment(byte marker) => [0xFF, marker, 0, (byte)(Family.Length + 2), .. Bytes(Family)];

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
