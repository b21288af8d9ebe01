namespace RadlPortal.Core.ClinicalData;

/// <summary>The columns of a clinical CSV and the spellings under which sites send them.</summary>
public static class ClinicalColumns
{
    public const string Subject = "subject";
    public const string Site = "site";
    public const string Cohort = "cohort";
    public const string PdL1Tps = "pd_l1_tps";
    public const string Response = "response";
    public const string Cd274 = "cd274";
    public const string Age = "age";
    public const string Sex = "sex";
    public const string Smoking = "smoking";
    public const string Histology = "histology";
    public const string Stage = "stage";
    public const string BestChange = "best_change_percent";
    public const string TreatmentMonths = "treatment_months";
    public const string ProgressionFreeMonths = "pfs_months";
    public const string ProgressionFreeEvent = "pfs_event";
    public const string SurvivalMonths = "os_months";
    public const string SurvivalEvent = "os_event";

    public static readonly IReadOnlyList<string> Required = [Subject, Site];

    public static readonly IReadOnlyList<string> All = [Subject, Site, Cohort, PdL1Tps, Response, Cd274, Age, Sex, Smoking, Histology, Stage,
        BestChange, TreatmentMonths, ProgressionFreeMonths, ProgressionFreeEvent, SurvivalMonths, SurvivalEvent];

    /// <summary>What a cell of each column may hold.</summary>
    public static readonly IReadOnlyList<(string Column, string Values)> Allowed =
    [
        (Subject, "the registered subject code"),
        (Site, "the code of the subject's site"),
        (Cohort, "the code of a cohort of the study"),
        (PdL1Tps, "PD-L1 tumour proportion score, percent, 0 to 100"),
        (Response, "best response: iCR, iPR, iSD, iUPD, iCPD or NE; CR, PR, SD and PD are read as iCR, iPR, iSD and iCPD"),
        (Cd274, "CD274 expression in the study's unit, a number"),
        (Age, "years, 0 to 120"),
        (Sex, "a short category, such as M or F; the same spelling in every row"),
        (Smoking, "a short category, such as current, former or never"),
        (Histology, "a short category, such as adenocarcinoma"),
        (Stage, "a short category, such as IIIB"),
        (BestChange, "best change of the target lesions' sum from baseline, percent, −100 to 1000"),
        (TreatmentMonths, "months on treatment, 0 to 600"),
        (ProgressionFreeMonths, "months from the start of treatment to progression or death, or to the last visit without; no dates"),
        (ProgressionFreeEvent, "1 = progression or death, 0 = censored"),
        (SurvivalMonths, "months from the start of treatment to death, or to the last contact; not below pfs_months"),
        (SurvivalEvent, "1 = death, 0 = censored"),
    ];

    private static readonly Dictionary<string, string> Spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["subject_code"] = Subject,
        ["subject_id"] = Subject,
        ["site_code"] = Site,
        ["pdl1"] = PdL1Tps,
        ["pdl1_tps"] = PdL1Tps,
        ["pd_l1"] = PdL1Tps,
        ["tps"] = PdL1Tps,
        ["pd_l1_tumour_proportion_score"] = PdL1Tps,
        ["pd_l1_tumor_proportion_score"] = PdL1Tps,
        ["best_response"] = Response,
        ["cd274_expression"] = Cd274,
        ["age_years"] = Age,
        ["gender"] = Sex,
        ["smoking_status"] = Smoking,
        ["best_change"] = BestChange,
        ["treatment_duration_months"] = TreatmentMonths,
        ["pfs"] = ProgressionFreeMonths,
        ["pfs_status"] = ProgressionFreeEvent,
        ["os"] = SurvivalMonths,
        ["os_status"] = SurvivalEvent,
    };

    // A column of one of these names would bring into the portal what must never enter it.
    private static readonly HashSet<string> Identifying = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "patient_name", "first_name", "last_name", "surname", "family_name", "given_name", "birth_date", "date_of_birth", "dob", "birthdate",
        "mrn", "medical_record_number", "patient_id", "address", "street", "phone", "telephone", "email", "e_mail", "insurance_number", "ssn",
    };

    /// <summary>The portal's name of a head cell, or null if it knows none.</summary>
    public static string? Recognise(string head)
    {
        var name = Plain(head);
        return All.Contains(name) ? name : Spellings.GetValueOrDefault(name);
    }

    public static bool IsIdentifying(string head) => Identifying.Contains(Plain(head));

    private static string Plain(string head) =>
        string.Join('_', head.Trim().ToLowerInvariant().Split([' ', '-', '_', '.', '(', ')', '%'], StringSplitOptions.RemoveEmptyEntries));
}
