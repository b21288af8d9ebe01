namespace RadlPortal.Core.ClinicalData;

/// <summary>A subject's clinical data as last entered; what it was before is in the audit.</summary>
public sealed class ClinicalRecord
{
    public required Guid SubjectId { get; init; }

    public required Guid ResearchStudyId { get; init; }

    /// <summary>PD-L1 tumour proportion score, percent, 0 to 100.</summary>
    public double? PdL1TpsPercent { get; set; }

    public BestResponse? Response { get; set; }

    /// <summary>CD274 expression in the study's unit.</summary>
    public double? Cd274 { get; set; }

    public double? AgeYears { get; set; }

    public string? Sex { get; set; }

    public string? Smoking { get; set; }

    public string? Histology { get; set; }

    public string? Stage { get; set; }

    /// <summary>Best change of the target lesions' sum from baseline, percent; −100 = gone.</summary>
    public double? BestChangePercent { get; set; }

    /// <summary>Months on the treatment of which the response is.</summary>
    public double? TreatmentMonths { get; set; }

    /// <summary>Months from the start of treatment to progression or death, or to the last visit without.</summary>
    public double? ProgressionFreeMonths { get; set; }

    /// <summary>True: progression or death; false: censored.</summary>
    public bool? ProgressionFreeEvent { get; set; }

    /// <summary>Months from the start of treatment to death, or to the last contact.</summary>
    public double? SurvivalMonths { get; set; }

    /// <summary>True: death; false: censored.</summary>
    public bool? SurvivalEvent { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public Guid UpdatedBy { get; set; }
}

/// <summary>Best overall response (iRECIST), in order.</summary>
public enum BestResponse
{
    CompleteResponse,
    PartialResponse,
    StableDisease,
    UnconfirmedProgression,
    ConfirmedProgression,
    NotEvaluable,
}
