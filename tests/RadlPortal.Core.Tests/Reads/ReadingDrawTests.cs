using FsCheck;
using FsCheck.Fluent;
using RadlPortal.Core.Reads;
using Xunit;

namespace RadlPortal.Core.Tests.Reads;

public sealed class ReadingDrawTests
{
    private static readonly Guid[] Readers = [.. Enumerable.Range(1, 5).Select(n => new Guid(n, 0, 0, new byte[8]))];

    private static readonly Arbitrary<(int Cases, int Readers, int Double, int Repeat, int Seed)> Plans = Arb.From(
        from cases in Gen.Choose(1, 120)
        from readers in Gen.Choose(2, 5)
        from twice in Gen.Choose(0, 100)
        from repeat in Gen.Choose(0, 100)
        from seed in Gen.Choose(0, int.MaxValue)
        select (cases, readers, twice, repeat, seed));

    [Fact]
    public void The_shares_are_met_the_readers_balanced_and_nobody_reads_a_case_twice_as_first_and_second() =>
        Prop.ForAll(Plans, plan =>
        {
            var (rules, cases) = Of(plan);
            var drawn = ReadingDraw.Of(rules, [], cases);
            Assert.Equal(cases.Select(c => c.Key).Order(), drawn.Select(d => d.Key).Order());
            Assert.InRange(drawn.Count(d => d.Second is not null) - plan.Cases * plan.Double / 100.0, -0.5, 0.5);
            Assert.InRange(drawn.Count(d => d.IsRepeated) - plan.Cases * plan.Repeat / 100.0, -0.5, 0.5);
            Assert.All(drawn, d => Assert.NotEqual(d.First, d.Second));
            Assert.InRange(Spread(rules, r => drawn.Count(d => d.First == r || d.Second == r)), 0, 1);
            Assert.InRange(Spread(rules, r => drawn.Count(d => d.First == r)), 0, 2);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_and_subjects_give_the_same_draw_in_whatever_order_they_come() =>
        Prop.ForAll(Plans, plan =>
        {
            var (rules, cases) = Of(plan);
            var shuffled = cases.OrderBy(c => new Random(c.Key.Length ^ plan.Seed).Next()).Reverse().ToList();
            var (once, again) = (ReadingDraw.Of(rules, [], cases), ReadingDraw.Of(rules, [], shuffled));
            Assert.Equal(once, again);
            foreach (var reader in rules.Readers)
                Assert.Equal(ReadingDraw.InOrder(rules, reader, once).Select(d => d.Key), ReadingDraw.InOrder(rules, reader, again.Reverse()).Select(d => d.Key));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Subjects_that_arrive_later_leave_what_was_drawn_and_the_shares_hold_over_all() =>
        Prop.ForAll(Plans, plan =>
        {
            var (rules, cases) = Of(plan);
            var before = ReadingDraw.Of(rules, [], cases.Take(cases.Count / 2).ToList());
            var later = ReadingDraw.Of(rules, before, cases.Skip(cases.Count / 2).ToList());
            Assert.Equal(cases.Count, before.Count + later.Count);
            Assert.InRange(before.Concat(later).Count(d => d.Second is not null) - plan.Cases * plan.Double / 100.0, -0.5, 0.5);
            Assert.InRange(Spread(rules, r => before.Concat(later).Count(d => d.First == r || d.Second == r)), 0, 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_seed_gives_another_order_and_another_choice()
    {
        var (rules, cases) = Of((60, 2, 50, 0, 1));
        var (one, other) = (ReadingDraw.Of(rules, [], cases), ReadingDraw.Of(rules with { Seed = 2 }, [], cases));
        Assert.NotEqual(one.Where(d => d.Second is not null).Select(d => d.Key).Order(), other.Where(d => d.Second is not null).Select(d => d.Key).Order());
        Assert.NotEqual(ReadingDraw.InOrder(rules, Readers[0], one).Select(d => d.Key), ReadingDraw.InOrder(rules with { Seed = 2 }, Readers[0], one).Select(d => d.Key));
        // Each reader has an order of the own, so that an effect of the order does not look like agreement.
        Assert.NotEqual(ReadingDraw.InOrder(rules, Readers[0], one).Select(d => d.Key), ReadingDraw.InOrder(rules, Readers[1], one).Select(d => d.Key));
    }

    /// <summary>Values computed apart, with Python's hashlib: a new version of the portal must draw a recorded seed as the old one did.</summary>
    [Fact]
    public void A_recorded_seed_is_drawn_alike_for_ever()
    {
        var (rules, cases) = Of((6, 2, 50, 34, 7));
        var drawn = ReadingDraw.Of(rules, [], cases);
        Assert.Equal("S003 S004 S006", string.Join(' ', drawn.Where(d => d.Second is not null).Select(d => d.Key).Order()));
        Assert.Equal("S001 S003 S006 S004", string.Join(' ', ReadingDraw.InOrder(rules, Readers[0], drawn.Where(d => d.First == Readers[0] || d.Second == Readers[0])).Select(d => d.Key)));
    }

    [Fact]
    public void A_case_that_was_begun_before_keeps_its_reader_and_gets_another_one_as_second()
    {
        var cases = Enumerable.Range(1, 10).Select(n => new CaseToDraw(Guid.NewGuid(), $"S{n:000}", n <= 4 ? Readers[0] : null)).ToList();
        var drawn = ReadingDraw.Of(new DrawRules(Readers[..2], 100, 0, 3), [], cases);
        Assert.All(drawn.Where(d => string.CompareOrdinal(d.Key, "S005") < 0), d => Assert.Equal((Readers[0], (Guid?)Readers[1]), (d.First, d.Second)));
        Assert.All(drawn, d => Assert.NotNull(d.Second));
    }

    private static (DrawRules Rules, List<CaseToDraw> Cases) Of((int Cases, int Readers, int Double, int Repeat, int Seed) plan) =>
        (new DrawRules(Readers[..plan.Readers], plan.Double, plan.Repeat, plan.Seed), [.. Enumerable.Range(1, plan.Cases).Select(n => new CaseToDraw(new Guid(n, 1, 0, new byte[8]), $"S{n:000}"))]);

    private static int Spread(DrawRules rules, Func<Guid, int> count) => rules.Readers.Max(count) - rules.Readers.Min(count);
}
