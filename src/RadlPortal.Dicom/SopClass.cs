namespace RadlPortal.Dicom;

/// <summary>UIDs of the SOP classes that the portal knows (PS3.4 annex B).</summary>
public static class SopClass
{
    /// <summary>CT Image Storage (PS3.3 A.3).</summary>
    public const string CtImage = "1.2.840.10008.5.1.4.1.1.2";

    /// <summary>Segmentation Storage (PS3.3 A.51).</summary>
    public const string Segmentation = "1.2.840.10008.5.1.4.1.1.66.4";

    /// <summary>Label Map Segmentation Storage.</summary>
    public const string LabelMapSegmentation = "1.2.840.10008.5.1.4.1.1.66.7";

    /// <summary>RT Structure Set Storage (PS3.3 A.19).</summary>
    public const string RtStructureSet = "1.2.840.10008.5.1.4.1.1.481.3";
}
