using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using RadlPortal.Core.People;
using RadlPortal.Web.Shell;
using Xunit;

namespace RadlPortal.Web.Tests.Shell;

/// <summary>Small things that every page shows.</summary>
public sealed class ShellTests : IAsyncDisposable
{
    private readonly BunitContext bunit = new();

    public ShellTests()
    {
        bunit.Services.AddMudServices();
        bunit.JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void A_removed_member_is_told_so()
    {
        var text = bunit.Render<PageFault>(p => p.Add(x => x.Exception, new MembershipEndedException())).Markup;
        Assert.Contains("You are no longer a member of this study", text);
        Assert.DoesNotContain("did not expect", text);
    }

    [Fact]
    public void A_member_of_another_role_by_now_is_told_so() =>
        Assert.Contains("Your role does not include this any more", bunit.Render<PageFault>(p => p.Add(x => x.Exception, new RightMissingException(Right.ManageStudy))).Markup);

    [Fact]
    public void Anything_else_is_said_without_its_inside()
    {
        var text = bunit.Render<PageFault>(p => p.Add(x => x.Exception, new InvalidOperationException("secret"))).Markup;
        Assert.Contains("did not expect", text);
        Assert.DoesNotContain("secret", text);
    }

    [Fact]
    public void A_confirmation_gives_the_reason_and_only_when_it_is_confirmed()
    {
        string? given = null;
        var panel = bunit.Render<ConfirmPanel>(p => p.Add(x => x.Title, "Remove").Add(x => x.Action, "Remove it").Add(x => x.AsksReason, true)
            .Add(x => x.OnConfirm, EventCallback.Factory.Create<string>(this, reason => given = reason)).Add(x => x.OnCancel, EventCallback.Factory.Create(this, () => { })));
        panel.Find("#confirm-reason").Input(" mistyped ");
        Assert.Null(given);
        panel.Find("[data-testid=confirm]").Click();
        Assert.Equal("mistyped", given);
    }

    [Fact]
    public void The_pager_links_to_the_pages_beside_and_keeps_the_filter()
    {
        bunit.Services.GetRequiredService<NavigationManager>().NavigateTo("/studies/one/subjects?q=A&page=2");
        var pager = bunit.Render<Pager>(p => p.Add(x => x.Page, 2).Add(x => x.Size, 25).Add(x => x.Total, 80));
        Assert.Contains("26 to 50 of 80", pager.Markup);
        Assert.Equal(["http://localhost/studies/one/subjects?q=A", "http://localhost/studies/one/subjects?q=A&page=3"], pager.FindAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void A_sorted_head_turns_round_and_begins_at_the_first_page()
    {
        bunit.Services.GetRequiredService<NavigationManager>().NavigateTo("/studies/one/subjects?sort=site&page=3");
        var head = bunit.Render<SortHead>(p => p.Add(x => x.By, "site").Add(x => x.Sorted, "site").AddChildContent("Site"));
        Assert.Equal("ascending", head.Find("th").GetAttribute("aria-sort"));
        Assert.Equal("http://localhost/studies/one/subjects?sort=site&desc=True", head.Find("a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("20260131", "2026-01-31")]
    [InlineData("202601", "202601")]
    [InlineData(null, null)]
    public void Dates_of_DICOM_are_ISO_dates_on_pages(string? stored, string? shown) => Assert.Equal(shown, DicomDates.Iso(stored));

    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(2, "2 rows")]
    public void A_number_has_its_noun(int count, string expected) => Assert.Equal(expected, Plural.Of(count, "row"));

    [Fact]
    public void Each_page_of_a_role_has_a_letter_and_an_icon_of_its_own()
    {
        foreach (var role in Enum.GetValues<StudyRole>())
        {
            var items = NavItems.Of(role).ToList();
            Assert.Equal(items.Count, items.DistinctBy(i => i.Key).Count());
            Assert.Equal(items.Count, items.DistinctBy(i => i.Icon).Count());
        }
    }

    public ValueTask DisposeAsync() => bunit.DisposeAsync();
}
