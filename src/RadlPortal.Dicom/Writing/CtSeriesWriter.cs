using System.Globalization;
using System.Runtime.InteropServices;
using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Writing;

/// <summary>What a CT series says of its subject and scanner (PS3.3 A.3); no identity.</summary>
public sealed record CtSeriesFacts
{
    /// <summary>Code of the subject, (0010,0020) and (0010,0010).</summary>
    public required string SubjectCode { get; init; }

    /// <summary>UID of the DICOM study, (0020,000D).</summary>
    public required string StudyInstanceUid { get; init; }

    /// <summary>UID of the series, (0020,000E).</summary>
    public required string SeriesInstanceUid { get; init; }

    /// <summary>UID of the frame of reference, (0020,0052).</summary>
    public required string FrameOfReferenceUid { get; init; }

    /// <summary>Study date, (0008,0020), yyyyMMdd.</summary>
    public string StudyDate { get; init; } = "20200101";

    /// <summary>Manufacturer, (0008,0070).</summary>
    public string Manufacturer { get; init; } = "RadlPortal";

    /// <summary>Scanner model, (0008,1090).</summary>
    public string Model { get; init; } = "Phantom";

    /// <summary>Reconstruction kernel, (0018,1210).</summary>
    public string Kernel { get; init; } = "STANDARD";

    /// <summary>Tube voltage, (0018,0060), kV.</summary>
    public double Kvp { get; init; } = 120;
}

/// <summary>Writes a volume in Hounsfield units as a de-identified CT series, one CT Image object (PS3.3 A.3) a slice.</summary>
public static class CtSeriesWriter
{
    private const int Intercept = -1024;

    /// <summary>The files of the series, from the first slice to the last. SOP Instance UIDs follow from the series UID, so that the same input gives the same files.</summary>
    public static IEnumerable<byte[]> Write(Volume<short> volume, CtSeriesFacts facts)
    {
        var geometry = volume.Geometry;
        for (var k = 0; k < geometry.SizeZ; k++) yield return DicomWriter.Write(Slice(volume, k, facts), TransferSyntax.ExplicitLittleEndian).Bytes;
    }

    private static DicomDataset Slice(Volume<short> volume, int k, CtSeriesFacts facts)
    {
        var geometry = volume.Geometry;
        var position = geometry.IndexToPatient(new Vector3(0, 0, k));
        var (row, column) = (geometry.Direction[0], geometry.Direction[1]);
        var dataset = new DicomDataset()
            .Set(DicomTags.SpecificCharacterSet, "ISO_IR 100")
            .Set(DicomTags.ImageType, "ORIGINAL", "PRIMARY", "AXIAL")
            .Set(DicomTags.SopClassUid, SopClass.CtImage)
            .Set(DicomTags.SopInstanceUid, DicomUid.From($"{facts.SeriesInstanceUid}/{k}"))
            .Set(DicomTags.StudyDate, facts.StudyDate).Set(DicomTags.SeriesDate, facts.StudyDate).Set(DicomTags.ContentDate, facts.StudyDate)
            .Set(DicomTags.StudyTime, "120000").Set(DicomTags.SeriesTime, "120000").Set(DicomTags.ContentTime, "120000")
            .Set(DicomTags.AccessionNumber, "").Set(DicomTags.Modality, "CT").Set(DicomTags.Manufacturer, facts.Manufacturer)
            .Set(DicomTags.ReferringPhysicianName, "").Set(DicomTags.ManufacturerModelName, facts.Model)
            .Set(DicomTags.PatientName, facts.SubjectCode).Set(DicomTags.PatientId, facts.SubjectCode).Set(DicomTags.PatientBirthDate, "").Set(DicomTags.PatientSex, "O")
            .Set(DicomTags.PatientIdentityRemoved, "YES").Set(DicomTags.DeidentificationMethod, "Made without a patient")
            .Set(DicomTags.BodyPartExamined, "CHEST").Set(DicomTags.SliceThickness, geometry.Spacing.Z).Set(DicomTags.Kvp, facts.Kvp)
            .Set(DicomTags.ConvolutionKernel, facts.Kernel).Set(DicomTags.PatientPosition, "HFS")
            .Set(DicomTags.StudyInstanceUid, facts.StudyInstanceUid).Set(DicomTags.SeriesInstanceUid, facts.SeriesInstanceUid)
            .Set(DicomTags.StudyId, "").Set(DicomTags.SeriesNumber, 1).Set(DicomTags.AcquisitionNumber, 1)
            .Set(DicomTags.InstanceNumber, (k + 1).ToString(CultureInfo.InvariantCulture))
            .Set(DicomTags.ImagePositionPatient, position.X, position.Y, position.Z)
            .Set(DicomTags.ImageOrientationPatient, row.X, row.Y, row.Z, column.X, column.Y, column.Z)
            .Set(DicomTags.FrameOfReferenceUid, facts.FrameOfReferenceUid).Set(DicomTags.PositionReferenceIndicator, "");
        return SetPixels(dataset, volume, k);
    }

    private static DicomDataset SetPixels(DicomDataset dataset, Volume<short> volume, int k)
    {
        var geometry = volume.Geometry;
        var length = geometry.SizeX * geometry.SizeY;
        var stored = new ushort[length];
        for (var i = 0; i < length; i++) stored[i] = (ushort)(volume.Samples[k * length + i] - Intercept);
        return dataset
            .Set(DicomTags.SamplesPerPixel, 1).Set(DicomTags.PhotometricInterpretation, "MONOCHROME2")
            .Set(DicomTags.Rows, geometry.SizeY).Set(DicomTags.Columns, geometry.SizeX)
            .Set(DicomTags.PixelSpacing, geometry.Spacing.Y, geometry.Spacing.X)
            .Set(DicomTags.BitsAllocated, 16).Set(DicomTags.BitsStored, 16).Set(DicomTags.HighBit, 15).Set(DicomTags.PixelRepresentation, 0)
            .Set(DicomTags.WindowCenter, "-600").Set(DicomTags.WindowWidth, "1500")
            .Set(DicomTags.RescaleIntercept, Intercept.ToString(CultureInfo.InvariantCulture)).Set(DicomTags.RescaleSlope, "1").Set(DicomTags.RescaleType, "HU")
            .Set(new DicomElement(DicomTags.PixelData, "OW", MemoryMarshal.AsBytes(stored.AsSpan()).ToArray()));
    }
}
