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

    public static Refusal AlreadyMember(string email) => new("already-member", $"{email} is a member of this research study already. Change the role in the list below.");

    public static Refusal PasswordNotAccepted(string why) => new("password-not-accepted", why);
}
