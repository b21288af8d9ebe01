using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RadlPortal.Core.Reads;

/// <summary>What a plan asks of its draw.</summary>
public sealed record DrawRules(IReadOnlyList<Guid> Readers, int DoubleReadPercent, int RepeatPercent, int Seed);

/// <summary>A case that is to be given to readers.</summary>
/// <param name="Key">Names the case in the draw; the subject's code, so that the same subjects are drawn alike everywhere.</param>
/// <param name="First">Who has begun its first read already; null: nobody.</param>
/// <param name="Second">Who has its second read already.</param>
/// <param name="IsRepeated">Its repeat read is begun already.</param>
public sealed record CaseToDraw(Guid SeriesId, string Key, Guid? First = null, Guid? Second = null, bool IsRepeated = false);

/// <summary>Who reads a case.</summary>
public sealed record DrawnCase(Guid SeriesId, string Key, Guid First, Guid? Second, bool IsRepeated);

/// <summary>
/// Gives cases to readers. Every choice comes from SHA-256 of seed and case, never from a generator's state or the order of the input: the same seed and
/// subjects give the same draw on every machine, and what was drawn before stays when subjects arrive later.
/// </summary>
public static class ReadingDraw
{
    /// <summary>Draws the new cases. The shares are met over old and new ones together, to the nearest case, as far as the new ones allow.</summary>
    public static IReadOnlyList<DrawnCase> Of(DrawRules rules, IReadOnlyList<DrawnCase> before, IReadOnlyList<CaseToDraw> cases)
    {
        var loads = rules.Readers.ToDictionary(r => r, r => new Load(before, r));
        var all = before.Count + cases.Count;
        var doubles = Share(all, rules.DoubleReadPercent) - before.Count(b => b.Second is not null) - cases.Count(c => c.Second is not null);
        List<DrawnCase> drawn = [];
        foreach (var one in cases.OrderBy(c => c.Second is null).ThenBy(c => Rank(rules.Seed, "double", c.Key), StringComparer.Ordinal).ThenBy(c => c.SeriesId))
        {
            var isDouble = one.Second is null && doubles-- > 0;
            drawn.Add(Give(one, isDouble, rules.Readers, loads));
        }

        Repeat(drawn, Share(all, rules.RepeatPercent) - before.Count(b => b.IsRepeated) - cases.Count(c => c.IsRepeated), rules, loads);
        return drawn;
    }

    /// <summary>A reader's cases in the reader's own random order.</summary>
    public static IEnumerable<DrawnCase> InOrder(DrawRules rules, Guid reader, IEnumerable<DrawnCase> cases)
    {
        var number = rules.Readers.ToList().IndexOf(reader).ToString(CultureInfo.InvariantCulture);
        return cases.OrderBy(c => Rank(rules.Seed, $"order {number}", c.Key), StringComparer.Ordinal).ThenBy(c => c.SeriesId);
    }

    /// <summary>The nearest whole number of cases to a share of them.</summary>
    public static int Share(int cases, int percent) => (int)Math.Round(cases * percent / 100.0, MidpointRounding.AwayFromZero);

    private static DrawnCase Give(CaseToDraw one, bool isDouble, IReadOnlyList<Guid> readers, Dictionary<Guid, Load> loads)
    {
        List<Guid> free = [.. readers.Where(r => r != one.First && r != one.Second).OrderBy(r => loads[r].Reads)];
        var first = one.First;
        var second = one.Second;
        if (first is null && isDouble)
        {
            // Both who have least to do; of the two the one with fewer first reads reads first.
            var pair = free.Take(2).OrderBy(r => loads[r].Firsts).ToList();
            (first, second) = (pair[0], pair[1]);
        }
        else if (first is null)
        {
            first = free.OrderBy(r => loads[r].Reads).ThenBy(r => loads[r].Firsts).First();
        }
        else if (isDouble)
        {
            second = free.Cast<Guid?>().FirstOrDefault();
        }

        loads.GetValueOrDefault(first.Value)?.AddFirst();
        if (second is { } other) loads.GetValueOrDefault(other)?.AddSecond();
        if (one.IsRepeated && loads.GetValueOrDefault(first.Value) is { } load) load.Repeats++;
        return new DrawnCase(one.SeriesId, one.Key, first.Value, second, one.IsRepeated);
    }

    /// <summary>Chooses the cases that are read again, evenly over their first readers.</summary>
    private static void Repeat(List<DrawnCase> drawn, int repeats, DrawRules rules, Dictionary<Guid, Load> loads)
    {
        var waiting = rules.Readers.ToDictionary(r => r, r => new Queue<DrawnCase>(drawn.Where(d => d.First == r && !d.IsRepeated).OrderBy(d => Rank(rules.Seed, "repeat", d.Key), StringComparer.Ordinal)));
        for (; repeats > 0 && waiting.Values.Any(q => q.Count > 0); repeats--)
        {
            var reader = rules.Readers.Where(r => waiting[r].Count > 0).MinBy(r => loads[r].Repeats);
            var chosen = waiting[reader].Dequeue();
            loads[reader].Repeats++;
            drawn[drawn.IndexOf(chosen)] = chosen with { IsRepeated = true };
        }
    }

    private static string Rank(int seed, string choice, string key) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{choice}\n{key}"))));

    /// <summary>What a reader has to do so far.</summary>
    private sealed class Load(IReadOnlyList<DrawnCase> before, Guid reader)
    {
        public int Firsts { get; private set; } = before.Count(b => b.First == reader);

        public int Reads { get; private set; } = before.Count(b => b.First == reader || b.Second == reader);

        public int Repeats { get; set; } = before.Count(b => b.First == reader && b.IsRepeated);

        public void AddFirst() => (Firsts, Reads) = (Firsts + 1, Reads + 1);

        public void AddSecond() => Reads++;
    }
}
