using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RadlPortal.Core.DemoStudy;
using RadlPortal.Core.People;
using RadlPortal.Core.Radiomics;
using RadlPortal.Core.ResearchStudies;
using RadlPortal.Testing.Database;
using Xunit;

namespace RadlPortal.Core.Tests.Radiomics;

public sealed class ProfileTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ServiceProvider services = null!;
    private StudyAccess administrator = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ProfileService Profiles => services.GetRequiredService<ProfileService>();

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Portal", database.ConnectionString), new("Storage:Folder", Path.GetTempPath())]).Build();
        services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRadlCore(configuration).BuildServiceProvider();
        await using var db = database.CreateDbContext();
        var study = new ResearchStudy { Code = "one", Title = "One" };
        db.Add(study);
        await db.SaveChangesAsync();
        administrator = new StudyAccess(Guid.NewGuid(), study.Id, "one", StudyRole.Administrator, null);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_parameter_file_becomes_the_next_version_and_the_same_one_again_is_refused()
    {
        Assert.Equal(1, (await Profiles.SaveAsync(administrator, "Ours", DemoStudyPlan.ParameterFile, Cancellation)).Value!.Version);
        Assert.Equal(2, (await Profiles.SaveAsync(administrator, "Ours", "binWidth: 10", Cancellation)).Value!.Version);
        Assert.Equal("unchanged", (await Profiles.SaveAsync(administrator, "Ours", (await Profiles.ListAsync(administrator, Cancellation))[0].SettingsJson, Cancellation)).Refusal!.Code);
        await using var db = database.CreateDbContext();
        Assert.True(await db.AuditEntries.CountAsync(e => e.Action == "saved" && e.Entity == nameof(ExtractionProfile)) >= 2);
    }

    [Theory]
    [InlineData("setting:\n  binwidth: 25\n", "binwidth")]
    [InlineData("setting:\n  binWidth: wide\n", "binWidth")]
    [InlineData("imageType:\n  LBP3D: {}\n", "LBP3D")]
    [InlineData("a list of words", "")]
    public async Task A_parameter_file_that_cannot_be_used_names_the_key(string file, string key)
    {
        var refused = (await Profiles.PreviewAsync(administrator, file, Cancellation)).Refusal!;
        Assert.Equal("not-readable", refused.Code);
        Assert.Contains(key, refused.Message);
        Assert.Empty(await Profiles.ListAsync(administrator, Cancellation));
    }

    [Fact]
    public async Task The_label_of_a_parameter_file_is_not_taken_over()
    {
        var preview = (await Profiles.PreviewAsync(administrator, "label: 7", Cancellation)).Value!;
        Assert.DoesNotContain("label", preview.SettingsJson);
    }

    [Fact]
    public async Task A_principal_investigator_sees_profiles_and_saves_none()
    {
        var investigator = new StudyAccess(Guid.NewGuid(), administrator.ResearchStudyId, "one", StudyRole.PrincipalInvestigator, null);
        Assert.Empty(await Profiles.ListAsync(investigator, Cancellation));
        await Assert.ThrowsAsync<RightMissingException>(() => Profiles.SaveAsync(investigator, "Ours", "binWidth: 10", Cancellation));
        await Assert.ThrowsAsync<RightMissingException>(() => Profiles.RecomputeAsync(investigator, Cancellation));
    }
}
