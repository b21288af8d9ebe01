using RadlPortal.Core.People;
using RadlPortal.Core.Sites;

namespace RadlPortal.Web.Imaging;

/// <summary>What a subject lacks, in words, and who does something about it.</summary>
internal static class GapWords
{
    public static string Thing(SubjectGap gap) => gap switch
    {
        SubjectGap.Ct => "CT",
        SubjectGap.Volume => "volume",
        SubjectGap.Voi => "VOI",
        _ => "clinical data",
    };

    public static string WhatToDo(SubjectGap gap, StudyRole role) => (gap, role) switch
    {
        (SubjectGap.Ct, StudyRole.SiteCoordinator) => "Upload it.",
        (SubjectGap.Ct, _) => "The site uploads it.",
        (SubjectGap.Volume, _) => "Slices are missing or uneven: the subject's page says which. Send the whole series again.",
        (SubjectGap.Voi, _) => "Waits for a radiologist.",
        (_, StudyRole.Administrator) => "Import it on the page Clinical data.",
        _ => "The administrator imports it; send your table there.",
    };
}
