namespace RadlPortal.Numerics.Radiomics;

/// <summary>The features of each family: PyRadiomics' names, in its order, and those that it gives only when asked by name.</summary>
internal static class FeatureCatalogue
{
    private static readonly Dictionary<FeatureClass, (string Name, string[] Features, string[] OnlyByName)> All = new()
    {
        [FeatureClass.FirstOrder] = ("firstorder",
            Sorted("10Percentile 90Percentile Energy Entropy InterquartileRange Kurtosis Maximum MeanAbsoluteDeviation Mean Median Minimum Range RobustMeanAbsoluteDeviation RootMeanSquared Skewness TotalEnergy Uniformity Variance"),
            ["StandardDeviation"]),
        [FeatureClass.Glcm] = ("glcm",
            Sorted("Autocorrelation ClusterProminence ClusterShade ClusterTendency Contrast Correlation DifferenceAverage DifferenceEntropy DifferenceVariance Id Idm Idmn Idn Imc1 Imc2 InverseVariance JointAverage JointEnergy JointEntropy MCC MaximumProbability SumAverage SumEntropy SumSquares"),
            ["Dissimilarity", "Homogeneity1", "Homogeneity2", "SumVariance"]),
        [FeatureClass.Gldm] = ("gldm",
            Sorted("DependenceEntropy DependenceNonUniformity DependenceNonUniformityNormalized DependenceVariance GrayLevelNonUniformity GrayLevelVariance HighGrayLevelEmphasis LargeDependenceEmphasis LargeDependenceHighGrayLevelEmphasis LargeDependenceLowGrayLevelEmphasis LowGrayLevelEmphasis SmallDependenceEmphasis SmallDependenceHighGrayLevelEmphasis SmallDependenceLowGrayLevelEmphasis"),
            ["GrayLevelNonUniformityNormalized", "DependencePercentage"]),
        [FeatureClass.Glrlm] = ("glrlm", Sorted(string.Join(' ', ZoneStatistics.RunNames)), []),
        [FeatureClass.Glszm] = ("glszm", Sorted(string.Join(' ', ZoneStatistics.ZoneNames)), []),
        [FeatureClass.Ngtdm] = ("ngtdm", Sorted("Busyness Coarseness Complexity Contrast Strength"), []),
        [FeatureClass.Shape] = ("shape",
            Sorted("Elongation Flatness LeastAxisLength MajorAxisLength Maximum2DDiameterColumn Maximum2DDiameterRow Maximum2DDiameterSlice Maximum3DDiameter MeshVolume MinorAxisLength Sphericity SurfaceArea SurfaceVolumeRatio VoxelVolume"),
            ["Compactness1", "Compactness2", "SphericalDisproportion"]),
        [FeatureClass.Shape2D] = ("shape2D",
            Sorted("Elongation MajorAxisLength MaximumDiameter MeshSurface MinorAxisLength Perimeter PerimeterSurfaceRatio PixelSurface Sphericity"),
            ["SphericalDisproportion"]),
    };

    public static string NameOf(FeatureClass family) => All[family].Name;

    public static FeatureClass? Find(string name) => All.Where(f => f.Value.Name == name).Select(f => (FeatureClass?)f.Key).FirstOrDefault();

    public static IEnumerable<string> ClassNames => All.Values.Select(f => f.Name);

    public static bool Has(FeatureClass family, string feature) => All[family].Features.Contains(feature) || All[family].OnlyByName.Contains(feature);

    /// <summary>The features to give, in the order in which PyRadiomics gives them.</summary>
    public static IReadOnlyList<string> Wanted(FeatureClassRequest request) => request.Names.Count == 0 ? All[request.Class].Features : [.. request.Names.Distinct()];

    // PyRadiomics sorts its methods, whose names go on with FeatureValue: MeanAbsoluteDeviation stands before Mean.
    private static string[] Sorted(string names) => [.. names.Split(' ').OrderBy(n => n + "FeatureValue", StringComparer.Ordinal)];
}
