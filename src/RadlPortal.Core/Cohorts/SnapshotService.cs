using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.ClinicalData;
using RadlPortal.Core.Database;
using RadlPortal.Core.Reads;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Core.Segmentations;
using RadlPortal.Core.Signatures;

namespace RadlPortal.Core.Cohorts;

/// <summary>Freezes cohorts. A cohort that has not changed since its last snapshot is not frozen again: the same state is the same snapshot.</summary>
public sealed class SnapshotService(IDbContextFactory<PortalDb> databases, AgreementService agreement, AuditLog audit, TimeProvider clock)
{
    private const int Format = 2;

    /// <summary>Called by services and jobs that have checked the right already.</summary>
    internal Task<CohortSnapshot> FreezeAsync(Guid cohortId, Guid personId, CancellationToken cancellation) => FreezeAsync(cohortId, personId, withScores: true, cancellation);

    /// <summary>What signatures are fitted on: the cohort without signatures and scores, so that fitting again on the same data starts from the same snapshot.</summary>
    internal Task<CohortSnapshot> FreezeForTrainingAsync(Guid cohortId, Guid personId, CancellationToken cancellation) => FreezeAsync(cohortId, personId, withScores: false, cancellation);

    /// <summary>The members that a snapshot would freeze now.</summary>
    internal Task<IReadOnlyList<CohortMember>> MembersAsync(PortalDb db, Cohort cohort, CancellationToken cancellation) => CohortReader.MembersAsync(db, agreement, cohort.ResearchStudyId, cohort.Id, cancellation);

    private async Task<CohortSnapshot> FreezeAsync(Guid cohortId, Guid personId, bool withScores, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var cohort = await db.Cohorts.AsNoTracking().SingleAsync(c => c.Id == cohortId, cancellation);
        var json = CanonicalJson.Write(await ContentAsync(db, cohort, withScores, cancellation));
        var hash = CanonicalJson.Sha256(json);
        if (await db.CohortSnapshots.AsNoTracking().FirstOrDefaultAsync(s => s.CohortId == cohortId && s.Sha256 == hash, cancellation) is { } same) return same;
        var snapshot = new CohortSnapshot { CohortId = cohortId, ResearchStudyId = cohort.ResearchStudyId, ContentJson = json, Sha256 = hash, CreatedBy = personId, CreatedAt = clock.GetUtcNow() };
        db.CohortSnapshots.Add(snapshot);
        audit.Add(db, personId, cohort.ResearchStudyId, "froze", nameof(CohortSnapshot), snapshot.Id, new { cohort = cohort.Code, sha256 = hash });
        await db.SaveChangesAsync(cancellation);
        return snapshot;
    }

    private async Task<SnapshotContent> ContentAsync(PortalDb db, Cohort cohort, bool withScores, CancellationToken cancellation)
    {
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == cohort.ResearchStudyId, cancellation);
        IReadOnlyList<SignatureVersion> versions = withScores ? await CohortReader.SignaturesAsync(db, study.Id, cancellation) : [];
        var trainedHere = await db.CohortSnapshots.Where(s => s.CohortId == cohort.Id).Select(s => s.Id).ToListAsync(cancellation);
        var members = await MembersAsync(db, cohort, cancellation);
        // What signatures are fitted on must not change when a second reader saves.
        var twice = withScores ? members.Where(m => m is { FirstVoi: not null, SecondVoi: not null }).Select(m => new VersionPair(m.FirstVoi!.Id, m.SecondVoi!.Id)).ToList() : [];
        var agreements = await agreement.OfAsync(study.Id, twice, cancellation);
        return new SnapshotContent(
            Format,
            new SnapshotStudy(study.Code, study.Title, study.IsSynthetic),
            new SnapshotCohort(cohort.Code, cohort.Name, cohort.Kind),
            new SnapshotRules(
                study.Settings.PdL1PositiveFromPercent, CohortMember.VoiRule,
                "Responder = best response iCR or iPR; not evaluable (NE) is left out with its reason.",
                "The latest score of the latest version of each signature; a score whose VOI or features have moved on since is left out."),
            [.. versions.Select(v => Describe(v, trainedHere))],
            [.. members.Select(m => Describe(m, study.Settings, versions) with { SecondRead = SecondRead(m, agreements) })],
            await db.ExtractionProfiles.AsNoTracking().Where(p => p.ResearchStudyId == study.Id).OrderByDescending(p => p.Version).Select(p => new SnapshotProfile(p.Name, p.Version, p.Sha256, p.SettingsJson)).FirstOrDefaultAsync(cancellation),
            withScores ? await FeatureAgreement.OfAsync(db, members, cancellation) : null);
    }

    private static SnapshotSecondRead? SecondRead(CohortMember m, IReadOnlyDictionary<VersionPair, VoiAgreement> agreements) =>
        m is { FirstVoi: { } first, SecondVoi: { } second } && agreements.TryGetValue(new VersionPair(first.Id, second.Id), out var a)
            ? new SnapshotSecondRead(second.Id, second.LabelmapSha256, second.VolumeMl, a.Dice, a.Hausdorff95Mm, a.AverageSurfaceDistanceMm, first.VolumeMl) : null;

    private static SnapshotAdjudication? Adjudicated(CohortMember m) =>
        m is { Voi.Adjudicated: { } operation, Adjudication: { } from } ? new SnapshotAdjudication(operation.Word(), from.FirstVersionId, from.SecondVersionId) : null;

    private static SnapshotSignature Describe(SignatureVersion version, List<Guid> trainedHere)
    {
        var manifest = CanonicalJson.Read<SignatureManifest>(version.ManifestJson);
        return new SnapshotSignature(version.Signature!.Name, manifest.KindInWords, version.Number, version.Sha256, version.Threshold, manifest.OperatingPoint.Rule,
            manifest.Training.Cohort, version.TrainingSnapshotId is { } id && trainedHere.Contains(id));
    }

    private static SnapshotMember Describe(CohortMember m, StudySettings settings, IReadOnlyList<SignatureVersion> versions) => new(
        m.Subject.Code,
        m.Site.Code,
        m.Series is not { } s ? null : new SnapshotSeries(s.SeriesInstanceUid, s.Manufacturer, s.ManufacturerModelName, s.ConvolutionKernel, s.Kvp, s.SliceThicknessMm, s.PixelSpacingMm, s.InstanceCount),
        m.Voi is not { } v ? null : new SnapshotVoi(v.Id, v.Number, (int)m.Purpose!.Value, v.LabelmapSha256, v.SegSopInstanceUid, v.VoxelCount, v.VolumeMl, Adjudicated(m)),
        m.Features is not { } f ? null : new SnapshotFeatures(f.Id, f.ProfileSha256, f.SoftwareVersion),
        [.. m.Scores.Where(x => x.StaleBecause is null && versions.Any(v => v.Id == x.Version.Id)).Select(x => new SnapshotScore(x.Signature, x.Version.Sha256, x.Score.Value, x.Score.ExecutionProvider, x.Score.SoftwareVersion))],
        [.. Omissions(m, versions)],
        m.Clinical?.PdL1TpsPercent,
        PdL1Positive(m.Clinical, settings),
        m.Clinical?.Response is { } response ? ClinicalValues.ShortName(response) : null,
        Responder(m.Clinical),
        m.Clinical?.Cd274,
        m.Clinical?.AgeYears,
        m.Clinical?.Sex,
        m.Clinical?.Smoking,
        m.Clinical?.Histology,
        m.Clinical?.Stage,
        m.Clinical is { } c && (c.BestChangePercent ?? c.TreatmentMonths ?? c.ProgressionFreeMonths ?? c.SurvivalMonths) is not null
            ? new SnapshotFollowUp(c.BestChangePercent, c.TreatmentMonths, c.ProgressionFreeMonths, c.ProgressionFreeEvent, c.SurvivalMonths, c.SurvivalEvent) : null);

    internal static bool? PdL1Positive(ClinicalRecord? clinical, StudySettings settings) => clinical?.PdL1TpsPercent is { } tps ? tps >= settings.PdL1PositiveFromPercent : null;

    internal static bool? Responder(ClinicalRecord? clinical) =>
        clinical?.Response is null or BestResponse.NotEvaluable ? null : clinical.Response is BestResponse.CompleteResponse or BestResponse.PartialResponse;

    private static IEnumerable<string> Omissions(CohortMember m, IReadOnlyList<SignatureVersion> versions)
    {
        if (m.AwaitsAdjudication)
        {
            // Whatever else is missing is missing for this reason.
            yield return AdjudicationWords.Awaits;
            yield break;
        }

        if (m.Series is null) yield return "no CT that makes a volume";
        else if (m.Voi is null) yield return "no VOI saved";
        else if (m.Features is null) yield return "no features of the latest VOI version";
        foreach (var version in versions)
        {
            var score = m.Scores.FirstOrDefault(s => s.Version.Id == version.Id);
            if (score is null) yield return $"no {version.Signature!.Name} score";
            else if (score.StaleBecause is not null) yield return $"{version.Signature!.Name} score left out: {score.StaleBecause}";
        }
    }
}
