using RadlPortal.Cli;
using RadlPortal.Cli.Statistics;
using Xunit;

namespace RadlPortal.Cli.Tests;

/// <summary>Data sets that a statistician could hand in by mistake.</summary>
public sealed class StatisticsDataTests
{
    [Theory]
    [InlineData("y,score\n0,0.1\n2,0.3\n", "data.csv, line 3, column y: 2 is neither 0 nor 1.")]
    [InlineData("y,score\n0,0.1\n1,1e999\n", "data.csv, line 3, column score: '1e999' is not a finite number.")]
    [InlineData("y,score\n0,0.1\n1,high\n", "data.csv, line 3, column score: 'high' is not a finite number.")]
    [InlineData("id,y,score\nA,0,0.1\nB,1,0.2\nA,1,0.3\n", "data.csv, line 4: subject A stands in line 2 already.")]
    [InlineData("y,score\n0,0.1,7\n", "data.csv, line 2: 3 values instead of 2.")]
    [InlineData("", "data.csv is empty.")]
    public void A_wrong_value_is_refused_with_its_file_line_and_column(string csv, string expected)
    {
        var refused = Assert.Throws<VerbRefusedException>(() =>
        {
            var table = Read(csv);
            _ = (table.Labels("y"), table.Numbers("score"));
        });
        Assert.Equal(expected, refused.Message);
    }

    [Fact]
    public void Empty_and_NA_are_missing_and_a_part_keeps_the_lines_of_its_file()
    {
        var table = Read("cohort,y,score\na,1,NA\nb,,0.2\nb,7,0.3\n");
        Assert.Equal([null, 0.2, 0.3], table.Numbers("score"));
        Assert.Equal("data.csv, line 4, column y: 7 is neither 0 nor 1.", Assert.Throws<VerbRefusedException>(() => table.Where("cohort", "b").Labels("y")).Message);
    }

    private static DataTable Read(string csv)
    {
        var folder = Directory.CreateTempSubdirectory("radl-data-");
        try
        {
            var path = Path.Combine(folder.FullName, "data.csv");
            File.WriteAllText(path, csv);
            return DataTable.Read(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
