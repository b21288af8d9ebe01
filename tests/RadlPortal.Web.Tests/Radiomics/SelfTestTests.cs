using System.Net;
using RadlPortal.Web.Tests.Hosting;
using Xunit;

namespace RadlPortal.Web.Tests.Radiomics;

public sealed class SelfTestTests(PortalHost host) : IClassFixture<PortalHost>
{
    private const string Address = "/studies/one/features/self-test.csv";

    [Theory]
    [InlineData("pi@one.example")]
    [InlineData("admin@one.example")]
    public async Task Investigator_and_administrator_download_482_reference_values_with_pass_or_fail(string email)
    {
        using var client = await host.ClientAsync(email);
        var lines = (await client.GetStringAsync(Address)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToArray();
        Assert.StartsWith("configuration,family,feature", lines[0], StringComparison.Ordinal);
        Assert.Equal(482, lines.Count(line => line.EndsWith(",pass", StringComparison.Ordinal)));
        Assert.Contains("digital phantom,glcm,Joint maximum,cm_joint_max_2_5D_avg,GYBY,\"2.5D, direction-merged\",0.489,0,strong,", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reader@one.example")]
    [InlineData("north@one.example")]
    public async Task Readers_and_coordinators_have_no_self_test(string email)
    {
        using var client = await host.ClientAsync(email);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(Address)).StatusCode);
    }
}
