using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RadlPortal.Core.Database;

namespace RadlPortal.Core.Reads;

/// <summary>A plan drawn again under other rules: what is begun stays with its reader, everything else follows the new draw. Shown as preview, or carried out.</summary>
internal sealed class ReadingPlanRevision
{
    private static readonly ReadPurpose[] Purposes = [ReadPurpose.First, ReadPurpose.Second, ReadPurpose.Repeat];
    private readonly ReadingPlan plan;
    private readonly ReadingPlanRequest request;
    private readonly DrawRules rules;
    private readonly List<ReadingAssignment> reads;
    private readonly IReadOnlyList<DrawnCase> drawn;
    private readonly Dictionary<(Guid Series, ReadPurpose Purpose), int> places;

    private ReadingPlanRevision(ReadingPlan plan, ReadingPlanRequest request, List<ReadingAssignment> reads, Dictionary<Guid, string> subjects)
    {
        (this.plan, this.request, this.reads) = (plan, request, reads);
        rules = new DrawRules([.. request.ReaderIds.Distinct()], request.DoubleReadPercent, request.RepeatPercent, request.Seed);
        // The same readers and seed leave every case with whom it was given to; only the shares are met anew.
        var keeps = plan.ReaderIds.SequenceEqual(rules.Readers) && plan.Seed == request.Seed;
        var cases = ReadingPlanDraft.Keys(reads, subjects).Select(k => CaseOf(k.Series, k.Key, keeps)).ToList();
        drawn = [.. ReadingDraw.Of(rules, [], cases).Select(d => keeps && d.Second is not null && Of(d.SeriesId, ReadPurpose.Second)?.ReaderId is { } given && given != d.First ? d with { Second = given } : d)];
        places = Places();
    }

    /// <summary>Reads the cohort's cases, locked when the change is to be carried out.</summary>
    public static async Task<ReadingPlanRevision> OfAsync(PortalDb db, ReadingPlan plan, ReadingPlanRequest request, bool locked, CancellationToken cancellation)
    {
        var (reads, subjects) = await ReadingPlanDraft.CasesAsync(db, plan.CohortId, locked, cancellation);
        return new ReadingPlanRevision(plan, request, [.. reads.Where(r => Purposes.Contains(r.Purpose))], subjects);
    }

    public PlanChange Preview(IReadOnlyDictionary<Guid, string> names)
    {
        string Name(Guid id) => names.GetValueOrDefault(id, "a former member");
        List<ChangedRead> changed = [];
        var (begun, moved, days) = (reads.Count(IsBegun), 0, 0);
        foreach (var one in drawn.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            foreach (var purpose in Purposes)
            {
                var (now, then) = (Of(one.SeriesId, purpose), ReaderThen(one, purpose));
                if (IsBegun(now)) continue;
                if (now?.ReaderId != then) changed.Add(new ChangedRead(one.Key, purpose, now?.ReaderId is { } from ? Name(from) : null, then is { } to ? Name(to) : null));
                else if (now is not null && now.Position != places.GetValueOrDefault((one.SeriesId, purpose), now.Position ?? 0)) moved++;
                if (purpose == ReadPurpose.Repeat && now is not null && then is not null && now.RepeatAfterDays != Days) days++;
            }
        }

        return new PlanChange(changed, begun, moved, days, [.. rules.Readers.Select(r => new ReaderShare(Name(r), drawn.Count(d => d.First == r), drawn.Count(d => d.Second == r), drawn.Count(d => d.First == r && d.IsRepeated)))], ChangesRules, Fingerprint(changed, begun));
    }

    public void CarryOut(PortalDb db, DateTimeOffset now)
    {
        foreach (var one in drawn)
        {
            var first = Of(one.SeriesId, ReadPurpose.First)!;
            foreach (var purpose in Purposes)
            {
                var (read, reader) = (Of(one.SeriesId, purpose), ReaderThen(one, purpose));
                if (read is null && reader is { } added) db.Add(read = New(first, purpose, added, now));
                else if (read is not null && reader is null) db.Remove(read);
                if (read is null || reader is null) continue;
                read.ReadingPlanId = plan.Id;
                if (IsBegun(read)) continue;
                read.ReaderId = reader;
                if (places.TryGetValue((one.SeriesId, purpose), out var place)) read.Position = place;
                if (purpose == ReadPurpose.Repeat) (read.RepeatAfterDays, read.NotBefore) = (Days, first.State == ReadState.Done ? first.DoneAt?.AddDays(Days) : null);
            }
        }

        (plan.ReaderIds, plan.DoubleReadPercent, plan.RepeatPercent, plan.RepeatAfterDays, plan.Seed) = ([.. rules.Readers], request.DoubleReadPercent, request.RepeatPercent, Days, request.Seed);
    }

    private int Days => request.RepeatPercent == 0 ? 0 : request.RepeatAfterDays;

    private bool ChangesRules => (plan.DoubleReadPercent, plan.RepeatPercent, plan.RepeatAfterDays, plan.Seed) != (request.DoubleReadPercent, request.RepeatPercent, Days, request.Seed) || !plan.ReaderIds.SequenceEqual(rules.Readers);

    private ReadingAssignment? Of(Guid series, ReadPurpose purpose) => reads.Find(r => r.ImagingSeriesId == series && r.Purpose == purpose);

    private static bool IsBegun(ReadingAssignment? read) => read is { State: not ReadState.Assigned };

    private CaseToDraw CaseOf(Guid series, string key, bool keeps)
    {
        var (first, second) = (Of(series, ReadPurpose.First)!, Of(series, ReadPurpose.Second));
        return new CaseToDraw(series, key, IsBegun(first) || keeps ? first.ReaderId : null, IsBegun(second) ? second!.ReaderId : null, IsBegun(Of(series, ReadPurpose.Repeat)));
    }

    /// <summary>Who has a read after the change; null: nobody, it is taken away or never was.</summary>
    private Guid? ReaderThen(DrawnCase one, ReadPurpose purpose) => purpose switch
    {
        ReadPurpose.First => one.First,
        ReadPurpose.Second => one.Second,
        // A repeat that is begun stays with whoever reads it, also when the first read was given on since.
        _ => Of(one.SeriesId, ReadPurpose.Repeat) is { } repeat && IsBegun(repeat) ? repeat.ReaderId : one.IsRepeated ? one.First : null,
    };

    /// <summary>The places of what is not begun, behind what is, in each reader's random order; a repeat has the place of its first read.</summary>
    private Dictionary<(Guid Series, ReadPurpose Purpose), int> Places()
    {
        Dictionary<(Guid, ReadPurpose), int> found = [];
        foreach (var reader in drawn.SelectMany(d => new[] { d.First, d.Second ?? d.First }).Distinct())
        {
            var place = reads.Where(r => r.ReaderId == reader && r.ReadingPlanId == plan.Id && IsBegun(r)).Max(r => r.Position) ?? 0;
            var waiting = drawn.Where(d => (d.First == reader && !IsBegun(Of(d.SeriesId, ReadPurpose.First))) || (d.Second == reader && !IsBegun(Of(d.SeriesId, ReadPurpose.Second))));
            foreach (var one in ReadingDraw.InOrder(rules, reader, waiting)) found[(one.SeriesId, one.First == reader ? ReadPurpose.First : ReadPurpose.Second)] = ++place;
        }

        foreach (var one in drawn.Where(d => d.IsRepeated)) found[(one.SeriesId, ReadPurpose.Repeat)] = found.GetValueOrDefault((one.SeriesId, ReadPurpose.First), Of(one.SeriesId, ReadPurpose.First)!.Position ?? 0);
        return found;
    }

    private ReadingAssignment New(ReadingAssignment first, ReadPurpose purpose, Guid reader, DateTimeOffset now) => new()
    {
        ResearchStudyId = plan.ResearchStudyId,
        SubjectId = first.SubjectId,
        ImagingSeriesId = first.ImagingSeriesId,
        Purpose = purpose,
        ReaderId = reader,
        CreatedAt = now,
    };

    private string Fingerprint(IEnumerable<ChangedRead> changed, int begun)
    {
        var lines = changed.Select(c => $"{c.Subject}|{c.Purpose}|{c.From}|{c.To}").Append($"{string.Join(',', rules.Readers)}|{rules.DoubleReadPercent}|{rules.RepeatPercent}|{Days}|{rules.Seed}|{begun}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}

/// <summary>What changing a plan would do. Nothing is changed by looking.</summary>
/// <param name="Reads">Reads that another reader gets, that come in and that fall away, in the order of the subjects' codes.</param>
/// <param name="Begun">Reads that are begun or done and stay as they are.</param>
/// <param name="Moved">Reads that stay with their reader at another place of the reader's order.</param>
/// <param name="OtherDays">Repeat reads that stay and come after another number of days.</param>
/// <param name="Readers">How much each reader has then, begun reads among it.</param>
/// <param name="ChangesRules">False: the plan is asked to stay as it is.</param>
/// <param name="Fingerprint">Changing a plan with it fails if something changed meanwhile.</param>
public sealed record PlanChange(IReadOnlyList<ChangedRead> Reads, int Begun, int Moved, int OtherDays, IReadOnlyList<ReaderShare> Readers, bool ChangesRules, string Fingerprint)
{
    public int Added => Reads.Count(r => r.From is null);

    public int TakenAway => Reads.Count(r => r.To is null);

    public int GivenOn => Reads.Count - Added - TakenAway;
}

/// <param name="From">Who has it now; null: nobody.</param>
/// <param name="To">Who has it then; null: it falls away.</param>
public sealed record ChangedRead(string Subject, ReadPurpose Purpose, string? From, string? To);
