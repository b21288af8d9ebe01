using System.Globalization;
using System.Text;
using RadlPortal.Core.People;
using RadlPortal.Core.Reads;

namespace RadlPortal.Core.DemoStudy;

/// <summary>Who and what the demo study consists of: three sites, four cohorts, eighty made-up subjects and the accounts to look at them.</summary>
public static class DemoStudyPlan
{
    public const string StudyCode = "demo";
    public const string StudyTitle = "Demo study: CT signatures of PD-L1 in lung cancer";

    /// <summary>The password of every demo account. The accounts exist in the demo study only, which is never made in Production.</summary>
    public const string Password = "Radl-demo-2026";

    public static readonly IReadOnlyList<(string Code, string Name)> Sites =
        [("north", "North Hospital"), ("lake", "Lake University Hospital"), ("hill", "Hill Clinic")];

    public static readonly IReadOnlyList<DemoPerson> People =
    [
        new("admin@demo.example", "Ada Admin", StudyRole.Administrator, null),
        new("north@demo.example", "Nora North", StudyRole.SiteCoordinator, "north"),
        new("lake@demo.example", "Luca Lake", StudyRole.SiteCoordinator, "lake"),
        new("hill@demo.example", "Hugo Hill", StudyRole.SiteCoordinator, "hill"),
        new("reader1@demo.example", "Rita Reader", StudyRole.Radiologist, null),
        new("reader2@demo.example", "Remy Reader", StudyRole.Radiologist, null),
        new("reader3@demo.example", "Rosa Referee", StudyRole.Radiologist, null),
        new("pi@demo.example", "Petra Principal", StudyRole.PrincipalInvestigator, null),
    ];

    /// <summary>The study's extraction profile as PyRadiomics reads it: 107 features of the original image, 93 of each of five LoG and eight wavelet images.</summary>
    public const string ParameterFile = """
        setting:
          binWidth: 25
        imageType:
          Original: {}
          LoG:
            sigma: [1.0, 2.0, 3.0, 4.0, 5.0]
          Wavelet: {}
        featureClass:
          shape:
          firstorder:
          glcm:
          glrlm:
          glszm:
          gldm:
          ngtdm:
        """;

    /// <summary>Reads that are not done yet, so that a reader finds something to do.</summary>
    public static bool IsUnread(SyntheticSubject subject, ReadPurpose purpose) =>
        subject.Code is "VAL-015" or "VAL-016" || (purpose == ReadPurpose.Second && subject.Cohort == DemoCohorts.Expression && string.CompareOrdinal(subject.Code, "TCG-009") > 0);

    /// <summary>How a cohort is read: every fourth case by both readers (every second of the smallest cohort), every tenth of the training cohort again after four weeks.</summary>
    public static ReadingPlanRequest ReadingOf(string cohort, IReadOnlyList<Guid> readers) =>
        new(readers, cohort == DemoCohorts.Expression ? 50 : 25, cohort == DemoCohorts.Training ? 10 : 0, 28, 20260 + cohort.Length);

    /// <summary>Cases in which the second reader takes much of what lies around the tumour for tumour, so that there is something to adjudicate.</summary>
    public static bool IsDisputed(SyntheticSubject subject) =>
        subject.Code is "TRN-003" or "TRN-031" or "VAL-008" or "IMM-008" or "TCG-004";

    /// <summary>Between one and seven minutes.</summary>
    public static int ReadingSeconds(SyntheticSubject subject, int readNumber) => new Random((int)(subject.Seed % int.MaxValue) ^ readNumber).Next(60, 420);

    public static IReadOnlyList<SyntheticSubject> Subjects() =>
    [
        .. SyntheticSubject.Draw(DemoCohorts.Training, "TRN", 32, Sites.Count, 20261),
        .. SyntheticSubject.Draw(DemoCohorts.Validation, "VAL", 16, Sites.Count, 20262),
        .. SyntheticSubject.Draw(DemoCohorts.Immunotherapy, "IMM", 18, Sites.Count, 20263),
        .. SyntheticSubject.Draw(DemoCohorts.Expression, "TCG", 14, Sites.Count, 20264),
    ];

    /// <summary>The clinical data as a data manager would import them.</summary>
    public static byte[] ClinicalCsv(IEnumerable<SyntheticSubject> subjects)
    {
        var csv = new StringBuilder("subject,site,cohort,pd_l1_tps,response,cd274,age,sex,smoking,histology,stage,best_change_percent,treatment_months,pfs_months,pfs_event,os_months,os_event\n");
        foreach (var s in subjects)
        {
            csv.AppendJoin(',', s.Code, Sites[s.SiteIndex].Code, s.Cohort, s.TpsPercent.ToString(CultureInfo.InvariantCulture), s.Response,
                s.Cd274?.ToString(CultureInfo.InvariantCulture), s.AgeYears, s.Sex, s.Smoking, s.Histology, s.Stage,
                Text(s.FollowUp?.BestChangePercent), Text(s.FollowUp?.TreatmentMonths), Text(s.FollowUp?.ProgressionFreeMonths), Event(s.FollowUp?.Progressed), Text(s.FollowUp?.SurvivalMonths), Event(s.FollowUp?.Died)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static string? Text(double? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Event(bool? happened) => happened is { } known ? known ? "1" : "0" : null;
}
