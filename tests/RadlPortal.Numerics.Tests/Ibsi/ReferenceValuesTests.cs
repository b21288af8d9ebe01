using RadlPortal.Numerics.Radiomics.Ibsi;
using RadlPortal.Numerics.Volumes;
using Xunit;

namespace RadlPortal.Numerics.Tests.Ibsi;

/// <summary>Every published value of IBSI's first phase, within its own tolerance.</summary>
public sealed class ReferenceValuesTests
{
    [Fact]
    public void All_482_values_of_the_digital_phantom_agree()
    {
        var checks = IbsiSelfTest.Digital();
        Assert.Equal(482, checks.Count);
        AssertAgree(checks);
    }

    [Theory]
    [InlineData("A", 406)]
    [InlineData("B", 346)]
    [InlineData("C", 270)]
    [InlineData("D", 210)]
    [InlineData("E", 210)]
    public void All_values_of_the_CT_phantom_agree(string configuration, int count)
    {
        var folder = SharedData.Folder("radiomics/ibsi/phantoms/ct");
        var checks = IbsiSelfTest.Ct(configuration, VolumeFile.Read(Path.Combine(folder, "phantom.nii.gz")), VolumeFile.ReadLabelmap(Path.Combine(folder, "mask.nii.gz")));
        Assert.Equal(count, checks.Count);
        AssertAgree(checks);
    }

    [Theory]
    [InlineData(0.519, 0, 0.5194, true)]
    [InlineData(0.519, 0, 0.5196, false)]
    [InlineData(556, 4, 560.4, true)]
    [InlineData(556, 4, 561, false)]
    [InlineData(45985, 100, 46085, true)]
    [InlineData(45985, 100, 46087, false)]
    [InlineData(-1000, 0, -1000, true)]
    [InlineData(-1000, 0, -994, false)]
    [InlineData(0, 0, 0, true)]
    [InlineData(0, 0, 0.001, false)]
    public void A_value_agrees_within_tolerance_and_half_a_unit_of_the_last_published_digit(double reference, double tolerance, double computed, bool agrees) =>
        Assert.Equal(agrees, new IbsiReference("any", reference, tolerance, "strong").Agrees(computed));

    [Fact]
    public void No_value_agrees_with_nothing() => Assert.False(new IbsiReference("any", 0, 10, "strong").Agrees(null));

    [Fact]
    public void A_wrong_setting_shows_as_disagreement()
    {
        var shifted = IbsiExtraction.Extract(DigitalPhantom.Image, DigitalPhantom.Mask, IbsiSelfTest.DigitalSettings with { Discretisation = IbsiDiscretisation.ByNumber(4) });
        var values = shifted.Features.ToDictionary(f => f.Tag);
        Assert.Contains(IbsiSelfTest.Digital(), check => !check.Reference.Agrees(values[check.Feature.Tag].Value));
    }

    private static void AssertAgree(IReadOnlyList<IbsiCheck> checks) =>
        Assert.Empty(checks.Where(c => !c.Passed).Select(c => FormattableString.Invariant($"{c.Feature.Tag}: {c.Feature.Value} is not {c.Reference.Value} ± {c.Reference.Tolerance}")));
}
