namespace RadlPortal.Web.People;

/// <summary>What an administrator does with a member.</summary>
public enum MemberAction
{
    ChangeRole,
    ResetPassword,
    Remove,
}

/// <param name="TemporaryPassword">Of a reset password; shown once.</param>
public sealed record MemberActionDone(string Sentence, string? TemporaryPassword);
