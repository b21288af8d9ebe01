namespace RadlPortal.Cli.Statistics;

/// <summary>The statistics of one data set, by the id after the data set's name.</summary>
internal abstract class DatasetFigures
{
    /// <summary>The figure, or null when the id is not known.</summary>
    public abstract Figure? Of(string statistic);

    /// <summary>The figure, with the options beside its id; they matter only where its input stands nowhere else.</summary>
    public virtual Figure? Of(string statistic, string options) => Of(statistic);

    /// <summary>Writes matrices and paths that go with the data set.</summary>
    public virtual void WriteFiles(DirectoryInfo folder)
    {
    }

    /// <summary>Picks the figures by the data set's name; null when no file is there.</summary>
    public static DatasetFigures? Open(string dataset, DirectoryInfo folder)
    {
        if (dataset == "none") return new PowerFigures();
        DataTable Table(string name) => DataTable.Read(Path.Combine(folder.FullName, name + ".csv"));
        if (dataset.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) || !File.Exists(Path.Combine(folder.FullName, dataset + ".csv"))) return null;
        return dataset switch
        {
            _ when dataset.StartsWith("pdl1", StringComparison.Ordinal) => new DevelopmentFigures(Table(dataset)),
            _ when dataset.StartsWith("ici_", StringComparison.Ordinal) => new ImmunotherapyFigures(Table(dataset)),
            _ when dataset.StartsWith("readers_features", StringComparison.Ordinal) => new ReaderFeatureFigures(Table(dataset)),
            _ when dataset.StartsWith("icc_", StringComparison.Ordinal) => new RaterFigures(Table(dataset)),
            "reader_grades" => new GradeFigures(Table(dataset)),
            "seg_masks" => new MaskFigures(Table(dataset), Table("seg_cases")),
            "edge_constant_predictor" => new ConstantPredictorFigures(Table(dataset)),
            _ when dataset.StartsWith("lasso_", StringComparison.Ordinal) => new LassoFigures(Table(dataset), File.Exists(Path.Combine(folder.FullName, "lasso_lambda.csv")) ? Table("lasso_lambda") : null),
            "multisite_features" => new HarmonisationFigures(Table(dataset)),
            _ when dataset.StartsWith("rna_", StringComparison.Ordinal) => new ExpressionFigures(Table(dataset)),
            _ when dataset.StartsWith("rank_small", StringComparison.Ordinal) => new SmallGroupFigures(Table(dataset)),
            "paired_small" => new PairedSampleFigures(Table(dataset)),
            "tables2x2" => new TwoByTwoFigures(Table(dataset)),
            "tables_paired" => new PairedTableFigures(Table(dataset)),
            "tables_rxc" => new ContingencyFigures(Table(dataset)),
            "proportions" => new ShareFigures(),
            "pvalues" => new AdjustmentFigures(Table(dataset)),
            _ when dataset.StartsWith("edge_surv", StringComparison.Ordinal) => new EdgeSurvivalFigures(Table(dataset)),
            _ when dataset.StartsWith("edge_", StringComparison.Ordinal) => new EdgeFigures(Table(dataset)),
            _ => null,
        };
    }
}
