using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Reads;

/// <summary>A plan drawn on the cohort as it is now: shown as preview, or carried out.</summary>
internal sealed class ReadingPlanDraft
{
    private readonly DrawRules rules;
    private readonly List<ReadingAssignment> reads;
    private readonly Dictionary<Guid, string> subjects;

    private ReadingPlanDraft(DrawRules rules, List<ReadingAssignment> reads, Dictionary<Guid, string> subjects, Guid? planId)
    {
        (this.rules, this.reads, this.subjects) = (rules, reads, subjects);
        var keys = Keys(reads, subjects);
        var bySeries = reads.ToLookup(r => r.ImagingSeriesId);
        List<DrawnCase> before = [];
        List<CaseToDraw> cases = [];
        foreach (var (series, key) in keys)
        {
            var first = Of(bySeries[series], ReadPurpose.First)!;
            var second = Of(bySeries[series], ReadPurpose.Second)?.ReaderId;
            if (planId is not null && first.ReadingPlanId == planId) before.Add(new DrawnCase(series, key, first.ReaderId!.Value, second, Of(bySeries[series], ReadPurpose.Repeat) is not null));
            else cases.Add(new CaseToDraw(series, key, first.ReaderId, second));
        }

        Drawn = ReadingDraw.Of(rules, before, cases);
        Begun = cases.Count(c => c.First is not null);
    }

    public IReadOnlyList<DrawnCase> Drawn { get; }

    public int Begun { get; }

    /// <summary>Reads the cohort's cases, locked when the draw is to be carried out, and draws those that are in no plan yet.</summary>
    public static async Task<ReadingPlanDraft> OfAsync(PortalDb db, Guid cohortId, DrawRules rules, Guid? planId, bool locked, CancellationToken cancellation)
    {
        var (reads, subjects) = await CasesAsync(db, cohortId, locked, cancellation);
        return new ReadingPlanDraft(rules, reads, subjects, planId);
    }

    /// <summary>A cohort's reads and the codes of its subjects.</summary>
    public static async Task<(List<ReadingAssignment> Reads, Dictionary<Guid, string> Subjects)> CasesAsync(PortalDb db, Guid cohortId, bool locked, CancellationToken cancellation)
    {
        var subjects = await db.Subjects.Where(s => s.CohortId == cohortId).ToDictionaryAsync(s => s.Id, s => s.Code, cancellation);
        // Locked rows: whoever opens one of these cases meanwhile waits, and then finds it given to its reader.
        var reads = locked
            ? await db.ReadingAssignments.FromSql($"SELECT r.* FROM reading_assignments r JOIN subjects s ON s.id = r.subject_id WHERE s.cohort_id = {cohortId} FOR UPDATE OF r").ToListAsync(cancellation)
            : await db.ReadingAssignments.AsNoTracking().Where(r => db.Subjects.Any(s => s.Id == r.SubjectId && s.CohortId == cohortId)).ToListAsync(cancellation);
        return (reads, subjects);
    }

    public int Subjects => subjects.Count;

    public PlanPreview Preview(IReadOnlyDictionary<Guid, string> names)
    {
        string Name(Guid id) => names.GetValueOrDefault(id, "a former member");
        var shown = Drawn.OrderBy(d => d.Key, StringComparer.Ordinal).ToList();
        return new PlanPreview(
            [.. shown.Select(d => new PreviewedCase(d.Key, Name(d.First), d.Second is { } second ? Name(second) : null, d.IsRepeated))],
            [.. rules.Readers.Select(r => new ReaderShare(Name(r), Drawn.Count(d => d.First == r), Drawn.Count(d => d.Second == r), Drawn.Count(d => d.First == r && d.IsRepeated)))],
            Begun,
            subjects.Keys.Count(id => reads.TrueForAll(r => r.SubjectId != id)),
            rules.Seed,
            Fingerprint(shown));
    }

    /// <summary>Gives the reads to their readers. One that was begun before keeps its reader and its state.</summary>
    public void CarryOut(PortalDb db, ReadingPlan plan, DateTimeOffset now)
    {
        var at = reads.Where(r => r.ReadingPlanId == plan.Id).GroupBy(r => r.ReaderId!.Value).ToDictionary(g => g.Key, g => g.Max(r => r.Position ?? 0));
        foreach (var one in Drawn)
        {
            var ofCase = reads.Where(r => r.ImagingSeriesId == one.SeriesId).ToList();
            var first = Of(ofCase, ReadPurpose.First)!;
            first.ReaderId ??= one.First;
            first.ReadingPlanId = plan.Id;
            if (Of(ofCase, ReadPurpose.Second) is { } second) second.ReadingPlanId = plan.Id;
            else if (one.Second is { } reader) Add(db, plan, first, ReadPurpose.Second, reader, now);
            if (one.IsRepeated) Add(db, plan, first, ReadPurpose.Repeat, one.First, now);
        }

        foreach (var reader in Drawn.SelectMany(d => new[] { d.First, d.Second ?? d.First }).Distinct())
            foreach (var one in ReadingDraw.InOrder(rules, reader, Drawn.Where(d => d.First == reader || d.Second == reader)))
                Place(one, reader, at[reader] = at.GetValueOrDefault(reader) + 1);
    }

    private void Place(DrawnCase one, Guid reader, int position)
    {
        foreach (var read in reads.Where(r => r.ImagingSeriesId == one.SeriesId && r.ReaderId == reader)) read.Position = position;
    }

    private void Add(PortalDb db, ReadingPlan plan, ReadingAssignment first, ReadPurpose purpose, Guid reader, DateTimeOffset now)
    {
        var isRepeat = purpose == ReadPurpose.Repeat;
        var read = new ReadingAssignment
        {
            ResearchStudyId = plan.ResearchStudyId,
            SubjectId = first.SubjectId,
            ImagingSeriesId = first.ImagingSeriesId,
            Purpose = purpose,
            ReaderId = reader,
            ReadingPlanId = plan.Id,
            RepeatAfterDays = isRepeat ? plan.RepeatAfterDays : null,
            NotBefore = isRepeat && first.State == ReadState.Done ? first.DoneAt?.AddDays(plan.RepeatAfterDays) : null,
            CreatedAt = now,
        };
        reads.Add(read);
        db.ReadingAssignments.Add(read);
    }

    private static ReadingAssignment? Of(IEnumerable<ReadingAssignment> ofCase, ReadPurpose purpose) => ofCase.FirstOrDefault(r => r.Purpose == purpose);

    /// <summary>The subject's code; a further series of the same subject has a number too.</summary>
    public static IEnumerable<(Guid Series, string Key)> Keys(List<ReadingAssignment> reads, Dictionary<Guid, string> subjects) =>
        reads.Where(r => r.Purpose == ReadPurpose.First).GroupBy(r => r.SubjectId)
            .SelectMany(g => g.OrderBy(r => r.CreatedAt).ThenBy(r => r.ImagingSeriesId).Select((r, i) => (r.ImagingSeriesId, i == 0 ? subjects[g.Key] : $"{subjects[g.Key]} #{i + 1}")));

    private static string Fingerprint(IEnumerable<DrawnCase> drawn) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', drawn.Select(d => $"{d.Key}|{d.First}|{d.Second}|{d.IsRepeated}")))));
}
