using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RadlPortal.Core.ClinicalData;
using Xunit;

namespace RadlPortal.Core.Tests.ClinicalData;

public sealed class ClinicalCsvTests
{
    [Theory]
    [InlineData("subject,site,cohort,PD-L1 tumour proportion score (%),response,CD274\nA-1,north,training,50,iPR,3.2\n")]
    [InlineData("Subject;Site;Cohort;TPS;Response;cd274\nA-1;north;training;50;iPR;3.2\n")]
    [InlineData("Subject;Site;Cohort;TPS;Response;cd274\nA-1;north;training;50;iPR;3,2\n")]
    [InlineData("subject_code\tsite_code\tcohort\tpdl1_tps\tbest response\tcd274\nA-1\tnorth\ttraining\t50\tiPR\t3.2\n")]
    [InlineData("\uFEFFsubject,site,cohort,pd-l1,response,cd274\r\nA-1,north,training,50,iPR,3.2\r\n")]
    public void Reads_the_spellings_and_separators_that_sites_use(string text)
    {
        var content = Read(text);
        Assert.True(content.Succeeded);
        var row = Assert.Single(content.Value.Rows);
        Assert.Equal(2, row.Line);
        Assert.Equal(["A-1", "north", "training", "50", "iPR", "3.2"],
            new[] { "subject", "site", "cohort", "pd_l1_tps", "response", "cd274" }.Select(column => row.Cells[column]));
    }

    [Fact]
    public void Leaves_out_empty_and_not_available_cells()
    {
        var content = Read("subject,site,pd_l1_tps,cd274\nA-1,north,,NA\n");
        Assert.Equal(["site", "subject"], content.Value!.Rows[0].Cells.Keys.Order());
    }

    [Fact]
    public void Names_the_columns_it_does_not_use() =>
        Assert.Equal(["Comment"], Read("subject,site,Comment\nA-1,north,x\n").Value!.IgnoredColumns);

    [Theory]
    [InlineData("subject,site,Patient Name\nA-1,north,x\n", "csv-identifying-column")]
    [InlineData("subject,site,date-of-birth\nA-1,north,x\n", "csv-identifying-column")]
    [InlineData("subject,cohort\nA-1,training\n", "csv-column-missing")]
    [InlineData("subject,site,tps,pdl1\nA-1,north,1,2\n", "csv-column-twice")]
    [InlineData("", "csv-empty")]
    [InlineData("subject,site\n", "csv-no-rows")]
    public void Refuses_a_file_that_cannot_be_imported_as_a_whole(string text, string code) =>
        Assert.Equal(code, Read(text).Refusal?.Code);

    [Fact]
    public void Refuses_text_that_is_not_utf8() =>
        Assert.Equal("csv-not-utf8", ClinicalCsv.Read(new byte[] { 0x73, 0xE4, 0xF6 }).Refusal?.Code);

    [Fact]
    public void Refuses_too_many_rows()
    {
        var text = new StringBuilder("subject,site\n");
        for (var i = 0; i <= ClinicalCsv.MaximumRows; i++) text.Append("A-").Append(i).Append(",n\n");
        Assert.Equal("csv-too-many-rows", Read(text.ToString()).Refusal?.Code);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_with_a_sentence() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var content = ClinicalCsv.Read(bytes);
            return content.Succeeded || content.Refusal.Message.EndsWith('.');
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("12,5", "decimal comma")]
    [InlineData("high", "not a number")]
    [InlineData("101", "outside 0 to 100")]
    [InlineData("-1", "outside 0 to 100")]
    public void Says_what_is_wrong_with_a_number(string cell, string part)
    {
        Assert.Null(ClinicalValues.Number("pd_l1_tps", cell, 0, 100, out var error));
        Assert.Contains(part, error);
    }

    [Theory]
    [InlineData("iCR", BestResponse.CompleteResponse)]
    [InlineData("pr", BestResponse.PartialResponse)]
    [InlineData("SD", BestResponse.StableDisease)]
    [InlineData("iUPD", BestResponse.UnconfirmedProgression)]
    [InlineData("PD", BestResponse.ConfirmedProgression)]
    [InlineData("NE", BestResponse.NotEvaluable)]
    public void Reads_responses_of_recist_and_irecist(string cell, BestResponse expected) =>
        Assert.Equal(expected, ClinicalValues.Response(cell, out _));

    private static Outcome<ClinicalCsvContent> Read(string text) => ClinicalCsv.Read(Encoding.UTF8.GetBytes(text));
}
