using RadlPortal.Dicom.Reading;
using RadlPortal.Dicom.Volumes;

namespace RadlPortal.Dicom.Deidentification;

/// <summary>Reasons to suspect text in the pixels. Only a person who looks at them can say that there is none.</summary>
internal static class BurnedInRisk
{
    private static readonly DicomTag ConversionType = DicomDictionary.TagOf("ConversionType");

    /// <summary>Stops the walk for each reason.</summary>
    public static void Examine(DicomFile file, StoredPixels? pixels, GateWalk walk)
    {
        var dataset = file.Dataset;
        if (dataset.Text(DicomTags.SopClassUid) == GateTables.SecondaryCapture) walk.Stop(DicomTags.SopClassUid, "", "secondary capture", "A secondary capture may show a name in its pixels. Leave it out, or have an administrator look at it.");
        if (dataset.Text(DicomTags.BurnedInAnnotation) is { Length: > 0 } flag && flag != "NO") walk.Stop(DicomTags.BurnedInAnnotation, "", flag == "YES" ? "YES" : "neither YES nor NO", "Text is said to be burned into the pixels. Send the images without it.");
        if (dataset.Texts(DicomTags.ImageType).Any(IsScreenshot)) walk.Stop(DicomTags.ImageType, "", "a screenshot", "A screenshot or dose sheet may show a name. Leave it out.");
        else if (dataset.Text(ConversionType) is { Length: > 0 } && dataset.Text(DicomTags.SopClassUid) == SopClass.CtImage) walk.Stop(ConversionType, "", "a converted picture", "The picture was captured from a screen, film or paper, which may show a name. Leave it out.");
        if (dataset.Text(DicomTags.SopClassUid) == SopClass.CtImage && (dataset.Integer(DicomTags.SamplesPerPixel) ?? 1) > 1) walk.Stop(DicomTags.SamplesPerPixel, "", "colour", "A CT image in colour is a derived picture, which may show a name. Leave it out.");
        if (pixels is not null && BurnedInText.IsSuspected(pixels, dataset.Number(DicomTags.RescaleSlope) ?? 1, dataset.Number(DicomTags.RescaleIntercept) ?? 0))
            walk.Stop(DicomTags.PixelData, "", "bright sharp edges in air", "There seems to be text in the picture itself. If it is text, send the images without it.");
    }

    private static bool IsScreenshot(string value) =>
        value.Contains("SCREEN", StringComparison.OrdinalIgnoreCase) || value.Contains("DOSE", StringComparison.OrdinalIgnoreCase) || value.Contains("CAPTURE", StringComparison.OrdinalIgnoreCase) || value.Contains("REPORT", StringComparison.OrdinalIgnoreCase);
}
