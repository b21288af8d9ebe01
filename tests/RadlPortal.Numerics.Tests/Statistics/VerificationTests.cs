using RadlPortal.Cli;
using RadlPortal.Cli.Statistics;
using Xunit;

namespace RadlPortal.Numerics.Tests.Statistics;

/// <summary>`radl statistics verify` against reference values of R and Python: a part that lies in the repository, and all of them where they are.</summary>
public sealed class VerificationTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("radl-statistics-");

    [Fact]
    public void Every_value_of_the_repositorys_reference_is_met()
    {
        var reference = Path.Combine(SharedData.Root(), "tests", "RadlPortal.Numerics.Tests", "Statistics", "Reference");

        var (misses, count) = Verify(Path.Combine(reference, "data"), Path.Combine(reference, "expected"));

        Assert.Empty(misses);
        Assert.True(count > 1000, $"Only {count} values were judged.");
    }

    [Fact]
    public void Every_value_and_matrix_of_the_whole_reference_is_met()
    {
        var reference = SharedData.Folder("statistics");

        var (misses, count) = Verify(Path.Combine(reference, "data"), Path.Combine(reference, "expected"));

        Assert.Empty(misses);
        Assert.Equal(3332, count);
        var files = Directory.GetFiles(Path.Combine(reference, "expected"), "matrix_*.csv").Append(Path.Combine(reference, "expected", "lasso_lambda.csv"));
        Assert.All(files, file => Assert.InRange(ReferenceValues.LargestDifference(Path.Combine(folder.FullName, Path.GetFileName(file)), file), 0, 1e-6));
    }

    [Fact]
    public void Figures_follow_the_data_and_not_the_expected_values()
    {
        var (data, expected) = (folder.CreateSubdirectory("data"), folder.CreateSubdirectory("expected"));
        File.WriteAllText(Path.Combine(data.FullName, "edge_inverted.csv"), "y,score\n0,0.1\n0,0.3\n1,0.2\n1,0.9\n");
        File.WriteAllText(Path.Combine(expected.FullName, "expected.csv"), "dataset,statistic,options,value,tolerance,tol_type,source\nedge_inverted,auc,,0.06,0,abs,x\nedge_inverted,nonsense,,1,0,abs,x\nelsewhere,auc,,1,0,abs,x\n");

        Verification.Run(data, expected, new FileInfo(Out));

        var lines = File.ReadAllLines(Out);
        Assert.Equal("edge_inverted,auc,0.75", lines[1]);
        Assert.Equal("edge_inverted,nonsense,error: no statistic of this name is known", lines[2]);
        Assert.Contains("error: there is no data set elsewhere", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_file_with_text_for_a_number_costs_its_own_figures_and_names_the_row()
    {
        var (data, expected) = (folder.CreateSubdirectory("data"), folder.CreateSubdirectory("expected"));
        File.WriteAllText(Path.Combine(data.FullName, "edge_inverted.csv"), "y,score\n0,0.1\n1,high\n");
        File.WriteAllText(Path.Combine(data.FullName, "edge_perfect.csv"), "y,score\n0,0.1\n1,0.9\n");
        File.WriteAllText(Path.Combine(expected.FullName, "expected.csv"), "dataset,statistic\nedge_inverted,auc\nedge_perfect,auc\n");

        Verification.Run(data, expected, new FileInfo(Out));

        Assert.Contains("edge_inverted.csv, line 3, column score: 'high' is not a finite number", File.ReadAllText(Out), StringComparison.Ordinal);
        Assert.Contains("edge_perfect,auc,1", File.ReadAllText(Out), StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_data_cost_their_own_figures_only()
    {
        var (data, expected) = (folder.CreateSubdirectory("data"), folder.CreateSubdirectory("expected"));
        File.WriteAllText(Path.Combine(data.FullName, "edge_surv_ties.csv"), "time,event,group\n-3,1,0\n5,1,1\n");
        File.WriteAllText(Path.Combine(data.FullName, "seg_masks.csv"), "case,reader,x,y,z\na,A,1,1,1\n");
        File.WriteAllText(Path.Combine(data.FullName, "seg_cases.csv"), "case,nx,ny,nz,sx_mm,sy_mm,sz_mm\na,0,4,4,1,1,1\n");
        File.WriteAllText(Path.Combine(expected.FullName, "expected.csv"), "dataset,statistic\nedge_surv_ties,logrank.p\nseg_masks,a.dice\nnone,power.single.given_n\n");

        Verification.Run(data, expected, new FileInfo(Out));

        Assert.Equal([true, true, true], File.ReadAllLines(Out).Skip(1).Select(line => line.Contains("error: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.Throws<VerbRefusedException>(() => Verification.Run(new DirectoryInfo("/nowhere"), folder, new FileInfo(Out)));

    public void Dispose() => folder.Delete(recursive: true);

    private string Out => Path.Combine(folder.FullName, "computed.csv");

    private (IReadOnlyList<string> Misses, int Count) Verify(string data, string expected)
    {
        Verification.Run(new DirectoryInfo(data), new DirectoryInfo(expected), new FileInfo(Out));
        return ReferenceValues.Judge(Out, Directory.GetFiles(expected, "expected*.csv"));
    }
}
