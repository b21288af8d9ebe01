namespace RadlPortal.Web.Shell;

/// <summary>A page of a study is open although the person is no member of it any more.</summary>
public sealed class MembershipEndedException() : Exception("The page is open without access to its study.");
