using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Imaging;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Reports;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;
using RadlPortal.Core.Sites;
using RadlPortal.Core.Uploads;

namespace RadlPortal.Core.Database;

/// <summary>The portal's one database. Each feature's tables are configured beside its entities; take a short-lived context from the factory for each action.</summary>
public sealed class PortalDb(DbContextOptions<PortalDb> options)
    : IdentityDbContext<Person, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<ResearchStudy> ResearchStudies => Set<ResearchStudy>();
    public DbSet<Site> Sites => Set<Site>();
    public DbSet<Subject> Subjects => Set<Subject>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();
    public DbSet<Upload> Uploads => Set<Upload>();
    public DbSet<UploadedFile> UploadedFiles => Set<UploadedFile>();
    public DbSet<QuarantinedFile> QuarantinedFiles => Set<QuarantinedFile>();
    public DbSet<DeidentificationSecret> DeidentificationSecrets => Set<DeidentificationSecret>();
    public DbSet<ImagingStudy> ImagingStudies => Set<ImagingStudy>();
    public DbSet<ImagingSeries> ImagingSeries => Set<ImagingSeries>();
    public DbSet<ImagingInstance> ImagingInstances => Set<ImagingInstance>();
    public DbSet<SeriesMetadata> SeriesMetadata => Set<SeriesMetadata>();
    public DbSet<ReadingAssignment> ReadingAssignments => Set<ReadingAssignment>();
    public DbSet<ReadingPlan> ReadingPlans => Set<ReadingPlan>();
    public DbSet<Voi> Vois => Set<Voi>();
    public DbSet<VoiVersion> VoiVersions => Set<VoiVersion>();
    public DbSet<VoiAgreement> VoiAgreements => Set<VoiAgreement>();
    public DbSet<VoiDraft> VoiDrafts => Set<VoiDraft>();
    public DbSet<Adjudication> Adjudications => Set<Adjudication>();
    public DbSet<VoiApproval> VoiApprovals => Set<VoiApproval>();
    public DbSet<UnlockRequest> UnlockRequests => Set<UnlockRequest>();
    public DbSet<UnlockDecision> UnlockDecisions => Set<UnlockDecision>();
    public DbSet<ClinicalRecord> ClinicalRecords => Set<ClinicalRecord>();
    public DbSet<Cohort> Cohorts => Set<Cohort>();
    public DbSet<CohortSnapshot> CohortSnapshots => Set<CohortSnapshot>();
    public DbSet<ExtractionProfile> ExtractionProfiles => Set<ExtractionProfile>();
    public DbSet<FeatureSet> FeatureSets => Set<FeatureSet>();
    public DbSet<Signature> Signatures => Set<Signature>();
    public DbSet<SignatureVersion> SignatureVersions => Set<SignatureVersion>();
    public DbSet<InferenceRun> InferenceRuns => Set<InferenceRun>();
    public DbSet<Score> Scores => Set<Score>();
    public DbSet<Report> Reports => Set<Report>();
    public DbSet<ReportSignature> ReportSignatures => Set<ReportSignature>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<Guid>();
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDb).Assembly);
    }
}
