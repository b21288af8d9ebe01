using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Cohorts;
using RadlPortal.Core.Database;
using RadlPortal.Core.Signatures;
using RadlPortal.Core.Storage;
using RadlPortal.Numerics.Models;

namespace RadlPortal.Core.Inference;

/// <summary>A computed score before it is stored.</summary>
internal sealed record ComputedScore(SignatureVersion Version, double Value, string ExecutionProvider, Guid? FeatureSetId);

/// <summary>Applies a study's latest signature versions to single subjects.</summary>
public sealed class SubjectScorer(IDbContextFactory<PortalDb> databases, IBlobStore blobs, VoiEmbedding embedding)
{
    private const string NoNetwork = "none";

    /// <summary>Each signature's score, or the one reason why this subject gets none.</summary>
    internal async Task<Outcome<IReadOnlyList<ComputedScore>>> ScoreAsync(CohortMember member, IReadOnlyList<SignatureVersion> versions, CancellationToken cancellation)
    {
        if (member.Series is null) return SignatureRefusals.NoVolume;
        if (member.AwaitsAdjudication) return SignatureRefusals.AwaitsAdjudication;
        if (member.Voi is null) return SignatureRefusals.NoVoi;
        if (member.Features is null) return SignatureRefusals.NoFeatures;
        var logOdds = new Dictionary<string, double>();
        List<ComputedScore> scores = [];
        var provider = NoNetwork;
        foreach (var version in versions.OrderBy(v => v.Signature!.Kind))
        {
            switch (CanonicalJson.Read<SignatureManifest>(version.ManifestJson))
            {
                case RadiomicsManifest radiomics:
                    var fromFeatures = await RadiomicsAsync(member.Features, radiomics, cancellation);
                    if (!fromFeatures.Succeeded) return fromFeatures.Refusal;
                    scores.Add(Keep(fromFeatures.Value.Value, NoNetwork, member.Features.Id));
                    break;
                case DeepLearningManifest deep:
                    var output = await embedding.ComputeAsync(member, new NetworkFile(deep.Network.Sha256, await blobs.ReadAllAsync(version.ModelBlobKey!, cancellation)), deep.Network.Settings, deep.Crop, cancellation);
                    if (!output.Succeeded) return output.Refusal;
                    provider = output.Value.ExecutionProvider;
                    scores.Add(Keep(SignatureFitting.LogOdds(deep.Head, Used(deep, output.Value.Values)), provider, null));
                    break;
                case FusionManifest fusion:
                    scores.Add(Keep(fusion.Intercept + fusion.Inputs.Sum(input => input.Coefficient * logOdds[input.Sha256]), provider, member.Features.Id));
                    break;
            }

            ComputedScore Keep(double value, string ran, Guid? featureSetId)
            {
                logOdds[version.Sha256] = value;
                return new ComputedScore(version, LogisticModel.Probability(value), ran, featureSetId);
            }
        }

        return scores;
    }

    private async Task<Outcome<LogOdds>> RadiomicsAsync(MemberFeatures features, RadiomicsManifest manifest, CancellationToken cancellation)
    {
        if (features.ProfileSha256 != manifest.ExtractionProfileSha256) return SignatureRefusals.OtherProfile;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var json = await db.FeatureSets.Where(f => f.Id == features.Id).Select(f => f.ValuesJson).SingleAsync(cancellation);
        var values = JsonSerializer.Deserialize<Dictionary<string, double?>>(json)!;
        // A feature without weight may be absent.
        var missing = manifest.Head.Inputs.FirstOrDefault(i => i.Coefficient != 0 && values.GetValueOrDefault(i.Name) is null);
        if (missing is not null) return SignatureRefusals.FeatureMissing(missing.Name);
        return new LogOdds(SignatureFitting.LogOdds(manifest.Head, [.. manifest.Head.Inputs.Select(i => values.GetValueOrDefault(i.Name) ?? i.Mean)]));
    }

    /// <summary>The channels that the head uses; those that did not vary in training were dropped.</summary>
    private static double[] Used(DeepLearningManifest manifest, float[] channels)
    {
        var dropped = manifest.Dropped.Select(d => d.Name).ToHashSet();
        return [.. channels.Select((value, c) => (Name: $"channel {c}", value)).Where(c => !dropped.Contains(c.Name)).Select(c => (double)c.value)];
    }

    private readonly record struct LogOdds(double Value);
}
