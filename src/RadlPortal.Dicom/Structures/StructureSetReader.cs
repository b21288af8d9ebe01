using RadlPortal.Numerics.Volumes;

namespace RadlPortal.Dicom.Structures;

/// <summary>Reads structure sets with tolerance: references, counts and types may be missing or wrong; the points count.</summary>
internal sealed class StructureSetReader(DicomDataset dataset)
{
    private readonly List<string> notes = [];

    public StructureSet Read()
    {
        if (dataset.Text(DicomTags.SopClassUid) != SopClass.RtStructureSet) throw new DicomException("The object is no RT structure set.", tag: DicomTags.SopClassUid);
        var described = Described();
        var observed = dataset.Items(DicomTags.RtRoiObservationsSequence).Where(o => o.Integer(DicomTags.ReferencedRoiNumber) is not null)
            .GroupBy(o => o.Integer(DicomTags.ReferencedRoiNumber)!.Value).ToDictionary(g => g.Key, g => Filled(g.First().Text(DicomTags.RtRoiInterpretedType)));
        var rois = new List<StructureRoi>();
        var contoursOf = new Dictionary<int, List<StructureContour>>();
        foreach (var item in dataset.Items(DicomTags.RoiContourSequence))
        {
            if (item.Integer(DicomTags.ReferencedRoiNumber) is not { } number)
            {
                notes.Add("Contours that belong to no region were left out.");
                continue;
            }

            var facts = described.GetValueOrDefault(number) ?? new DicomDataset();
            var name = Filled(facts.Text(DicomTags.RoiName)) ?? $"ROI {number}";
            var contours = Contours(item, name);
            if (!contoursOf.TryAdd(number, contours)) contoursOf[number].AddRange(contours);
            else rois.Add(new StructureRoi(number, name, observed.GetValueOrDefault(number), Filled(facts.Text(DicomTags.RoiGenerationAlgorithm)), Filled(facts.Text(DicomTags.ReferencedFrameOfReferenceUid)), contours));
        }

        rois.RemoveAll(r => r.Contours.Count == 0 && Note($"The region {r.Name} has no contour."));
        return rois.Count > 0 ? new StructureSet(dataset.Text(DicomTags.StructureSetLabel) ?? "", FrameOfReference(), ReferencedSeries(), rois, notes) : throw new DicomException("The structure set has no region with contours.", tag: DicomTags.RoiContourSequence);
    }

    private Dictionary<int, DicomDataset> Described()
    {
        var described = new Dictionary<int, DicomDataset>();
        foreach (var item in dataset.Items(DicomTags.StructureSetRoiSequence))
            if (item.Integer(DicomTags.RoiNumber) is { } number && !described.TryAdd(number, item)) notes.Add($"The region number {number} is described twice; the first description was taken.");
        return described;
    }

    private List<StructureContour> Contours(DicomDataset item, string name)
    {
        var contours = new List<StructureContour>();
        foreach (var contour in item.Items(DicomTags.ContourSequence))
        {
            var numbers = contour.Numbers(DicomTags.ContourData);
            if (numbers.Length == 0 || numbers.Length % 3 != 0)
            {
                notes.Add($"A contour of the region {name} without readable points was left out.");
                continue;
            }

            if (contour.Integer(DicomTags.NumberOfContourPoints) is { } count && count != numbers.Length / 3) notes.Add($"A contour of the region {name} says {count} points and has {numbers.Length / 3}; those that it has were taken.");
            var points = new Vector3[numbers.Length / 3];
            for (var i = 0; i < points.Length; i++) points[i] = new Vector3(numbers[i * 3], numbers[i * 3 + 1], numbers[i * 3 + 2]);
            var image = contour.Items(DicomTags.ContourImageSequence).FirstOrDefault()?.Text(DicomTags.ReferencedSopInstanceUid);
            contours.Add(new StructureContour(Filled(contour.Text(DicomTags.ContourGeometricType)) ?? "CLOSED_PLANAR", points, Filled(image)));
        }

        return contours;
    }

    private string? FrameOfReference()
    {
        var references = dataset.Items(DicomTags.ReferencedFrameOfReferenceSequence).Select(r => Filled(r.Text(DicomTags.FrameOfReferenceUid))).OfType<string>().Distinct().ToList();
        return references.Count == 1 ? references[0] : Filled(dataset.Text(DicomTags.FrameOfReferenceUid));
    }

    private List<string> ReferencedSeries() =>
    [
        .. dataset.Items(DicomTags.ReferencedFrameOfReferenceSequence)
            .SelectMany(f => f.Items(DicomTags.RtReferencedStudySequence))
            .SelectMany(s => s.Items(DicomTags.RtReferencedSeriesSequence))
            .Select(s => Filled(s.Text(DicomTags.SeriesInstanceUid))).OfType<string>().Distinct(),
    ];

    private bool Note(string sentence)
    {
        notes.Add(sentence);
        return true;
    }

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
