namespace RadlPortal.Core.DemoStudy;

/// <summary>Codes of the demo study's cohorts.</summary>
public static class DemoCohorts
{
    public const string Training = "training";
    public const string Validation = "validation";
    public const string Immunotherapy = "immunotherapy";
    public const string Expression = "tcia";
}
