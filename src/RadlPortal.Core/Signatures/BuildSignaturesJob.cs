using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Audit;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.Inference;
using RadlPortal.Core.Jobs;
using RadlPortal.Core.Reads;
using RadlPortal.Core.Signatures.Networks;
using RadlPortal.Core.Storage;

namespace RadlPortal.Core.Signatures;

/// <summary>Builds RAsig, DLsig and RADLsig from the training cohort as it is, and locks them as new versions. The job's target is the cohort.</summary>
public sealed class BuildSignaturesJob(IDbContextFactory<PortalDb> databases, IBlobStore blobs, SnapshotService snapshots, VoiEmbedding embedding, AuditLog audit, JobRunner runner, TimeProvider clock)
{
    public Task RunAsync(Guid jobId, CancellationToken stopping) =>
        runner.RunAsync(jobId, (progress, cancellation) => BuildAsync(jobId, progress, cancellation), stopping);

    private async Task<string> BuildAsync(Guid jobId, JobProgress progress, CancellationToken cancellation)
    {
        var material = await MaterialAsync(jobId, cancellation);
        var settings = FittingSettings.Default;
        if (Math.Min(material.Positives, material.Labels.Length - material.Positives) < settings.MinimumPerClass)
            throw new JobRefusedException(SignatureRefusals.TooFew(material.Positives, material.Labels.Length - material.Positives, settings.MinimumPerClass).Message);
        await progress.ReportAsync(0.02, "Fitting the radiomic signature", cancellation);
        var names = material.Features[0].Keys.Order(StringComparer.Ordinal).ToArray();
        var radiomics = SignatureFitting.Fit(names, [.. material.Features.Select(f => names.Select(n => f.GetValueOrDefault(n)).ToArray())], material.Labels, settings.RadiomicsAlpha, settings);
        var network = VoiEmbedding.FileOf(ConvolutionBank.Write(ConvolutionBankSettings.Default));
        var rows = await EmbeddingsAsync(material, network, progress, cancellation);
        var deep = SignatureFitting.Fit([.. Enumerable.Range(0, ConvolutionBankSettings.Default.Channels).Select(c => $"channel {c}")], rows, material.Labels, settings.EmbeddingAlpha, settings);
        await progress.ReportAsync(0.95, "Fusing and locking", cancellation);
        await LockAsync(material, network, radiomics, deep, settings, cancellation);
        return $"RAsig, DLsig and RADLsig were fitted on {material.Labels.Length} subjects ({material.Positives} PD-L1 positive) and locked.";
    }

    private async Task<Material> MaterialAsync(Guid jobId, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var job = await db.Jobs.AsNoTracking().SingleAsync(j => j.Id == jobId, cancellation);
        var cohort = await db.Cohorts.AsNoTracking().SingleAsync(c => c.Id == job.TargetId, cancellation);
        var study = await db.ResearchStudies.AsNoTracking().SingleAsync(s => s.Id == cohort.ResearchStudyId, cancellation);
        var snapshot = await snapshots.FreezeForTrainingAsync(cohort.Id, job.CreatedBy ?? Guid.Empty, cancellation);
        var members = await snapshots.MembersAsync(db, cohort, cancellation);
        var profile = members.Where(m => m.Features is not null).GroupBy(m => m.Features!.ProfileSha256).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? "";
        List<string> left = [];
        List<CohortMember> used = [];
        foreach (var member in members)
        {
            var why = member.AwaitsAdjudication ? AdjudicationWords.Awaits : member.Voi is null ? "no VOI" : member.Features is null ? "no features" : member.Features.ProfileSha256 != profile ? "features of another profile"
                : SnapshotService.PdL1Positive(member.Clinical, study.Settings) is null ? "no PD-L1 score" : null;
            if (why is null) used.Add(member);
            else left.Add($"{member.Subject.Code}: {why}");
        }

        var sets = used.Select(m => m.Features!.Id).ToList();
        var values = await db.FeatureSets.AsNoTracking().Where(f => sets.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.ValuesJson, cancellation);
        return new Material(job.CreatedBy ?? Guid.Empty, study.Id, used,
            [.. used.Select(m => JsonSerializer.Deserialize<Dictionary<string, double?>>(values[m.Features!.Id])!)],
            [.. used.Select(m => SnapshotService.PdL1Positive(m.Clinical, study.Settings)!.Value)],
            profile, left, snapshot, study.Code, cohort.Code,
            FormattableString.Invariant($"PD-L1 tumour proportion score ≥ {study.Settings.PdL1PositiveFromPercent} %"));
    }

    private async Task<double?[][]> EmbeddingsAsync(Material material, NetworkFile network, JobProgress progress, CancellationToken cancellation)
    {
        var rows = new double?[material.Members.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            await progress.ReportAsync(0.05 + 0.85 * i / rows.Length, $"Describing the VOI of {material.Members[i].Subject.Code} ({i + 1} of {rows.Length})", cancellation);
            var output = await embedding.ComputeAsync(material.Members[i], network, ConvolutionBankSettings.Default, CropSettings.Default, cancellation);
            if (!output.Succeeded) throw new JobRefusedException($"Subject {material.Members[i].Subject.Code}: {output.Refusal.Message}. Mend it, then build again.");
            rows[i] = [.. output.Value.Values.Select(v => (double?)v)];
        }

        return rows;
    }

    private async Task LockAsync(Material material, NetworkFile network, FittedHead radiomics, FittedHead deep, FittingSettings settings, CancellationToken cancellation)
    {
        var blobKey = $"signatures/{network.Sha256}.onnx";
        await blobs.WriteAsync(blobKey, network.Onnx, cancellation);
        var training = new TrainingRecord(material.StudyCode, material.CohortCode, material.Snapshot.Sha256, material.Labels.Length, material.Positives, material.Label, material.Left, settings.Folds, settings.FoldSeed, SoftwareVersion.Current);
        var fusion = SignatureFitting.Fuse(radiomics.CrossFittedLogOdds, deep.CrossFittedLogOdds, material.Labels, settings);
        double[] fused = [.. radiomics.CrossFittedLogOdds.Zip(deep.CrossFittedLogOdds, (a, b) => fusion.LinearPredictor([a, b]))];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var locker = new SignatureLocker(db, audit, clock, material.PersonId, material.StudyId);
        var ra = await locker.LockAsync(SignatureKind.Radiomics, new RadiomicsManifest("RAsig", training, SignatureFitting.Youden(radiomics.CrossFittedLogOdds, material.Labels), material.ProfileSha256, radiomics.Head, radiomics.Dropped), null, material.Snapshot.Id, cancellation);
        var dl = await locker.LockAsync(SignatureKind.DeepLearning, new DeepLearningManifest("DLsig", training, SignatureFitting.Youden(deep.CrossFittedLogOdds, material.Labels), new NetworkRecord(ConvolutionBank.Name, network.Sha256, ConvolutionBankSettings.Default), CropSettings.Default, deep.Head, deep.Dropped), blobKey, material.Snapshot.Id, cancellation);
        await locker.LockAsync(SignatureKind.Fusion, new FusionManifest("RADLsig", training, SignatureFitting.Youden(fused, material.Labels),
            [new FusionInput("RAsig", ra.Sha256, fusion.Coefficients[0]), new FusionInput("DLsig", dl.Sha256, fusion.Coefficients[1])], fusion.Intercept,
            new Penalty(0, settings.FusionLambda, "fixed small ridge; fitted on cross-fitted log odds, so that neither input is favoured for fitting the training subjects closely")), null, material.Snapshot.Id, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private sealed record Material(
        Guid PersonId, Guid StudyId, IReadOnlyList<CohortMember> Members, IReadOnlyList<Dictionary<string, double?>> Features, bool[] Labels, string ProfileSha256,
        IReadOnlyList<string> Left, CohortSnapshot Snapshot, string StudyCode, string CohortCode, string Label)
    {
        public int Positives => Labels.Count(label => label);
    }
}
