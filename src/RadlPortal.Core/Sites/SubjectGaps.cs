using System.Linq.Expressions;
using RadlPortal.Core.Database;
using RadlPortal.Core.Imaging;

namespace RadlPortal.Core.Sites;

/// <summary>What a subject still lacks, in the order in which it comes. Whoever lacks CT is not counted again as without volume or VOI.</summary>
public enum SubjectGap
{
    Ct,
    Volume,
    Voi,
    Clinical,
}

/// <summary>How many subjects have a gap.</summary>
/// <param name="Codes">The first of them.</param>
public sealed record MissingSubjects(SubjectGap Gap, int Count, IReadOnlyList<string> Codes);

/// <summary>The conditions of the gaps, and what is missing of a line of the list.</summary>
public static class SubjectGaps
{
    internal static Expression<Func<Subject, bool>> With(PortalDb db, SubjectGap gap) => gap switch
    {
        SubjectGap.Ct => s => !db.ImagingSeries.Any(i => i.SubjectId == s.Id && i.Modality == "CT"),
        SubjectGap.Volume => s => db.ImagingSeries.Any(i => i.SubjectId == s.Id && i.Modality == "CT") && !db.ImagingSeries.Any(i => i.SubjectId == s.Id && i.Modality == "CT" && i.Geometry == SeriesGeometry.Volume),
        SubjectGap.Voi => s => db.ImagingSeries.Any(i => i.SubjectId == s.Id && i.Modality == "CT" && i.Geometry == SeriesGeometry.Volume) && !db.VoiVersions.Any(v => v.Voi!.SubjectId == s.Id),
        _ => s => !db.ClinicalRecords.Any(r => r.SubjectId == s.Id),
    };

    public static IEnumerable<SubjectGap> Of(SubjectLine line)
    {
        if (line.Series == 0) yield return SubjectGap.Ct;
        else if (!line.HasVolume) yield return SubjectGap.Volume;
        else if (!line.HasVoi) yield return SubjectGap.Voi;
        if (!line.HasClinicalData) yield return SubjectGap.Clinical;
    }
}
