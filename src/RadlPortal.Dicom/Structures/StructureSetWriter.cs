using System.Globalization;
using RadlPortal.Dicom.Volumes;
using RadlPortal.Dicom.Writing;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Structures;

/// <summary>What a structure set says of itself besides its contours (PS3.3 C.8.8.5, C.8.8.8).</summary>
public sealed record StructureSetFacts
{
    /// <summary>UID of the object, (0008,0018).</summary>
    public required string SopInstanceUid { get; init; }

    /// <summary>UID of its series, (0020,000E).</summary>
    public required string SeriesInstanceUid { get; init; }

    /// <summary>Structure set label, (3006,0002), at most 16 characters.</summary>
    public string Label { get; init; } = "VOI";

    /// <summary>RT ROI Interpreted Type of every region (PS3.3 C.8.8.8.1), such as GTV; empty if none fits.</summary>
    public string InterpretedType { get; init; } = "";

    /// <summary>Pseudonym of the reader, written into the series description; never a name. The attributes for persons (operator, PS3.3 C.8.8.1; ROI interpreter, C.8.8.8) are of type 2 and stay empty: a code there cannot be told from a name.</summary>
    public required string ReaderCode { get; init; }

    /// <summary>Number of the VOI version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was saved, written as structure set date and time in UTC.</summary>
    public required DateTimeOffset SavedAt { get; init; }
}

/// <summary>Writes regions on a CT series as RT Structure Set (PS3.3 A.19): closed planar contours along the voxels' borders on the slices' own planes, holes as keyholes, each contour with its image. Explicit VR Little Endian, or implicit where a contour is longer than the explicit form can say.</summary>
public static class StructureSetWriter
{
    private const string StudyClass = "1.2.840.10008.3.1.2.3.1";
    private static readonly int[][] Colours = [[230, 80, 60], [60, 140, 230], [80, 180, 90], [200, 120, 220], [240, 170, 40], [60, 190, 190]];

    /// <summary>Writes regions; they may overlap.</summary>
    /// <param name="regions">The regions, on the grid of the series; the first becomes ROI 1.</param>
    /// <param name="slices">The series' slices in the order of the labelmap.</param>
    /// <param name="source">A data set of the series, from which study, subject and frame of reference are taken.</param>
    /// <param name="facts">Identifiers and names.</param>
    /// <exception cref="DicomException">A region has no voxel, or the series has no frame of reference.</exception>
    public static byte[] Write(IReadOnlyList<NamedMask> regions, IReadOnlyList<SliceHeader> slices, DicomDataset source, StructureSetFacts facts)
    {
        if (source.Text(DicomTags.FrameOfReferenceUid) is not { Length: > 0 } frame) throw new DicomException("The series has no frame of reference.", tag: DicomTags.FrameOfReferenceUid);
        var numbered = regions.Select((r, i) => (Region: r, Number: i + 1)).ToList();
        var dataset = Head(source, facts)
            .Set(DicomTags.ReferencedFrameOfReferenceSequence, References(source, slices, frame))
            .Set(DicomTags.StructureSetRoiSequence, [.. numbered.Select(r => new DicomDataset()
                .Set(DicomTags.RoiNumber, r.Number).Set(DicomTags.ReferencedFrameOfReferenceUid, frame)
                .Set(DicomTags.RoiName, r.Region.Name).Set(DicomTags.RoiGenerationAlgorithm, "MANUAL"))])
            .Set(DicomTags.RoiContourSequence, [.. numbered.Select(r => new DicomDataset()
                .Set(DicomTags.RoiDisplayColor, [.. Colours[(r.Number - 1) % Colours.Length].Select(c => c.ToString(CultureInfo.InvariantCulture))])
                .Set(DicomTags.ContourSequence, [.. Contours(r.Region, slices, source)])
                .Set(DicomTags.ReferencedRoiNumber, r.Number))])
            .Set(DicomTags.RtRoiObservationsSequence, [.. numbered.Select(r => new DicomDataset()
                .Set(DicomTags.ObservationNumber, r.Number).Set(DicomTags.ReferencedRoiNumber, r.Number)
                .Set(DicomTags.RtRoiInterpretedType, facts.InterpretedType).Set(DicomTags.RoiInterpreter, ""))]);
        return DicomWriter.WriteAs(dataset, HasLongContour(dataset) ? TransferSyntax.ImplicitLittleEndian : TransferSyntax.ExplicitLittleEndian).Bytes;
    }

    // The explicit form has 16 bits for the length of decimal strings; other programs read the implicit form better than UN.
    private static bool HasLongContour(DicomDataset dataset) =>
        dataset.Items(DicomTags.RoiContourSequence).SelectMany(r => r.Items(DicomTags.ContourSequence)).Any(c => c[DicomTags.ContourData]!.Value.Length > ushort.MaxValue - 1);

    private static DicomDataset Head(DicomDataset source, StructureSetFacts facts)
    {
        var (date, time) = (facts.SavedAt.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), facts.SavedAt.UtcDateTime.ToString("HHmmss", CultureInfo.InvariantCulture));
        return new DicomDataset()
            .Set(DicomTags.SpecificCharacterSet, "ISO_IR 100").Set(DicomTags.SopClassUid, SopClass.RtStructureSet).Set(DicomTags.SopInstanceUid, facts.SopInstanceUid)
            .Set(DicomTags.StudyDate, source.Text(DicomTags.StudyDate) ?? "").Set(DicomTags.StudyTime, source.Text(DicomTags.StudyTime) ?? "")
            .Set(DicomTags.SeriesDate, date).Set(DicomTags.SeriesTime, time)
            .Set(DicomTags.AccessionNumber, "").Set(DicomTags.Modality, "RTSTRUCT").Set(DicomTags.Manufacturer, "RadlPortal").Set(DicomTags.ReferringPhysicianName, "")
            .Set(DicomTags.SeriesDescription, $"{facts.Label}, version {facts.Version}, {facts.ReaderCode}").Set(DicomTags.OperatorsName, "")
            .Set(DicomTags.ManufacturerModelName, "RadlPortal").Set(DicomTags.DeviceSerialNumber, "0").Set(DicomTags.SoftwareVersions, DicomWriter.ImplementationVersionName)
            .Set(DicomTags.PatientName, source.Text(DicomTags.PatientName) ?? "").Set(DicomTags.PatientId, source.Text(DicomTags.PatientId) ?? "")
            .Set(DicomTags.PatientBirthDate, "").Set(DicomTags.PatientSex, source.Text(DicomTags.PatientSex) ?? "")
            .Set(DicomTags.PatientIdentityRemoved, "YES").Set(DicomTags.DeidentificationMethod, source.Text(DicomTags.DeidentificationMethod) is { Length: > 0 } method ? method : "Made by RadlPortal from de-identified images")
            .Set(DicomTags.StudyInstanceUid, source.Text(DicomTags.StudyInstanceUid) ?? "").Set(DicomTags.SeriesInstanceUid, facts.SeriesInstanceUid)
            .Set(DicomTags.StudyId, source.Text(DicomTags.StudyId) ?? "").Set(DicomTags.SeriesNumber, 2000 + facts.Version).Set(DicomTags.InstanceNumber, "1")
            .Set(DicomTags.FrameOfReferenceUid, source.Text(DicomTags.FrameOfReferenceUid) ?? "").Set(DicomTags.PositionReferenceIndicator, "")
            .Set(DicomTags.StructureSetLabel, facts.Label).Set(DicomTags.StructureSetDate, date).Set(DicomTags.StructureSetTime, time)
            .Set(DicomTags.ApprovalStatus, "UNAPPROVED");
    }

    private static DicomDataset References(DicomDataset source, IReadOnlyList<SliceHeader> slices, string frame) => new DicomDataset()
        .Set(DicomTags.FrameOfReferenceUid, frame)
        .Set(DicomTags.RtReferencedStudySequence, new DicomDataset()
            .Set(DicomTags.ReferencedSopClassUid, StudyClass).Set(DicomTags.ReferencedSopInstanceUid, source.Text(DicomTags.StudyInstanceUid) ?? "")
            .Set(DicomTags.RtReferencedSeriesSequence, new DicomDataset()
                .Set(DicomTags.SeriesInstanceUid, source.Text(DicomTags.SeriesInstanceUid) ?? "")
                .Set(DicomTags.ContourImageSequence, [.. slices.Select(s => Image(s, source))])));

    private static DicomDataset Image(SliceHeader slice, DicomDataset source) => new DicomDataset()
        .Set(DicomTags.ReferencedSopClassUid, source.Text(DicomTags.SopClassUid) ?? SopClass.CtImage).Set(DicomTags.ReferencedSopInstanceUid, slice.SopInstanceUid);

    private static IEnumerable<DicomDataset> ContoursOn(Labelmap labelmap, byte[] mask, int k, SliceHeader slice, DicomDataset source)
    {
        var geometry = labelmap.Geometry;
        foreach (var polygon in ContourTracer.Trace(mask, geometry.SizeX, geometry.SizeY))
        {
            var points = polygon.SelectMany(p => Millimetres(geometry.IndexToPatient(new Vector3(p.X - 0.5, p.Y - 0.5, k)))).ToArray();
            yield return new DicomDataset()
                .Set(DicomTags.ContourImageSequence, Image(slice, source))
                .Set(DicomTags.ContourGeometricType, "CLOSED_PLANAR")
                .Set(DicomTags.NumberOfContourPoints, polygon.Count)
                .Set(DicomTags.ContourData, points);
        }
    }

    // A tenth of a micrometre; voxel borders lie half a voxel from the centres.
    private static string[] Millimetres(Vector3 point) => [Millimetres(point.X), Millimetres(point.Y), Millimetres(point.Z)];

    private static string Millimetres(double value) => Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture);

    private static List<DicomDataset> Contours(NamedMask region, IReadOnlyList<SliceHeader> slices, DicomDataset source)
    {
        var labelmap = region.Labelmap;
        var length = labelmap.Geometry.SizeX * labelmap.Geometry.SizeY;
        var contours = new List<DicomDataset>();
        for (var k = 0; k < labelmap.Geometry.SizeZ; k++)
        {
            var slice = labelmap.Labels.AsSpan(k * length, length);
            if (!slice.Contains(region.Label)) continue;
            var mask = new byte[length];
            for (var i = 0; i < length; i++) mask[i] = slice[i] == region.Label ? (byte)1 : (byte)0;
            contours.AddRange(ContoursOn(labelmap, mask, k, slices[k], source));
        }

        return contours.Count > 0 ? contours : throw new DicomException($"The region {region.Name} has no voxel.");
    }
}
