namespace RadlPortal.Core.People;

/// <summary>Everything that a person may be allowed to do in a research study. Each page, endpoint and download demands one of these.</summary>
public enum Right
{
    /// <summary>Open the study's home.</summary>
    ViewStudy,
    /// <summary>Send CT and see the results of the site's uploads.</summary>
    UploadImages,
    /// <summary>See subjects and their imaging studies (a coordinator: of their own site).</summary>
    ViewSubjects,
    /// <summary>See and decide on quarantined files (a coordinator: of their own site).</summary>
    ViewQuarantine,
    /// <summary>Look at quarantined pixels and send quarantined files through the de-identifier.</summary>
    DecideQuarantine,
    /// <summary>Fetch pixels and metadata by DICOMweb.</summary>
    ViewImages,
    /// <summary>Open the reader's worklist, contour and save VOIs.</summary>
    ReadCases,
    /// <summary>Plan who reads which cohort, see how far the readers are, give reads back and to other readers.</summary>
    ManageReads,
    /// <summary>See every reader's VOI, its features and its DICOM objects.</summary>
    ViewAllVois,
    /// <summary>See PD-L1, response, CD274 and other clinical data.</summary>
    ViewClinicalData,
    /// <summary>Enter and import clinical data.</summary>
    EditClinicalData,
    /// <summary>See the cohorts' dashboards.</summary>
    ViewCohorts,
    /// <summary>Start and cancel inference.</summary>
    RunInference,
    /// <summary>See scores.</summary>
    ViewScores,
    /// <summary>Make, open and download reports.</summary>
    ViewReports,
    /// <summary>Sign reports.</summary>
    SignReports,
    /// <summary>Sites, subjects, people and settings of the study.</summary>
    ManageStudy,
    /// <summary>Signatures: build, copy, lock.</summary>
    ManageSignatures,
    /// <summary>See whether the portal's features agree with published reference values.</summary>
    ViewSelfTest,
    /// <summary>Read the audit.</summary>
    ViewAudit,
}
