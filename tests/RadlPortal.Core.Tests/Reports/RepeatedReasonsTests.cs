using RadlPortal.Core.Reports;
using Xunit;

namespace RadlPortal.Core.Tests.Reports;

public sealed class RepeatedReasonsTests
{
    [Fact]
    public void Says_once_what_several_rows_and_sections_would_say_and_leaves_a_reason_that_stands_alone()
    {
        var gathered = RepeatedReasons.Gather(
            [
                Chapter("one", "Method.", new ReportRow(["A"], "no score", "A"), new ReportRow(["B"], "too few", "B"), new ReportRow(["A"], "too few", "A")),
                Chapter("two", "Method.", new ReportRow(["B"], "too few", "B"), new ReportRow(["B", "1"], null, "B")),
            ],
            signature: null);
        Assert.Equal(["no score", "–¹", "–¹"], gathered[0].Tables[0].Rows.Select(r => r.Why));
        Assert.Equal(["¹ Too few.", "Method."], gathered[0].Tables[0].Notes);
        Assert.Equal(["–¹", null], gathered[1].Tables[0].Rows.Select(r => r.Why));
        Assert.Equal(["¹ As below “Table one”."], gathered[1].Tables[0].Notes);
        Assert.Equal(1, gathered.Sum(c => c.Sentences.Count));
    }

    [Fact]
    public void Counts_only_the_rows_of_the_signature_that_is_shown()
    {
        var gathered = RepeatedReasons.Gather([Chapter("one", "Method.", new ReportRow(["A"], "too few", "A"), new ReportRow(["B"], "too few", "B"))], "B");
        Assert.Equal("too few", Assert.Single(gathered[0].Tables[0].Rows).Why);
    }

    [Theory]
    [InlineData("-0.457 (-0.718 to -0.195)", "−0.457 (−0.718 to −0.195)")]
    [InlineData("2026-03-02", "2026-03-02")]
    [InlineData("B-30f, 4-5", "B-30f, 4-5")]
    public void Negative_numbers_have_a_minus_sign_for_readers(string text, string expected) => Assert.Equal(expected, Figures.WithMinus(text));

    private static ReportChapter Chapter(string id, string note, params ReportRow[] rows) =>
        new(id, id, ["The same sentence."], [new ReportTable(id, $"Table {id}", [ReportColumn.Text("Signature"), ReportColumn.Number("n")], rows, [note])], []);
}
