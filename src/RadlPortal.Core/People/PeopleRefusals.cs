namespace RadlPortal.Core.People;

/// <summary>Why people and memberships are not changed as asked.</summary>
public static class PeopleRefusals
{
    public static readonly Refusal EmailNotValid = new("email-not-valid", "This is not an e-mail address.");

    public static readonly Refusal NameMissing = new("name-missing", "The name is missing. It is shown to colleagues and in the audit.");

    public static readonly Refusal CoordinatorNeedsSite = new("coordinator-needs-site", "A site coordinator belongs to a site. Choose the site.");

    public static readonly Refusal OnlyCoordinatorHasSite = new("only-coordinator-has-site", "Only a site coordinator belongs to a site. Leave the site empty for this role.");

    public static readonly Refusal NotYourself = new("not-yourself", "You cannot change your own role: ask another administrator.");

    public static readonly Refusal NoSuchMember = new("no-such-member", "This person is no member of the research study.");

    public static readonly Refusal NoSuchSite = new("no-such-site", "This site is not one of the research study's.");

    public static readonly Refusal NotPortalAdministrator = new("not-portal-administrator", "Only a portal administrator may do this.");

    public static readonly Refusal ReasonMissing = new("reason-missing", "Say why. The reason is kept in the audit.");

    public static readonly Refusal Unblinded = new("unblinded", "This person was principal investigator or administrator of this study, has seen outcomes and scores, and so cannot become one of its radiologists. Give the reads to somebody who has not.");

    public static readonly Refusal PasswordOpensMore = new("password-opens-more", "This person's password opens more than your studies. Whoever runs the portal resets it: `radl people reset-password EMAIL`.");

    public static Refusal NoSuchAccount(string email) => new("no-such-account", $"There is no account {email}.");

    public static Refusal AlreadyMember(string email) => new("already-member", $"{email} is a member of this research study already. Change the role in the list of people.");

    public static Refusal PasswordNotAccepted(string why) => new("password-not-accepted", why);
}
