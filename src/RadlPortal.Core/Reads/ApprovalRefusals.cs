namespace RadlPortal.Core.Reads;

/// <summary>Why VOIs are not approved, not unlocked, or not changed.</summary>
public static class ApprovalRefusals
{
    public const int LongestReason = 500;

    public static readonly Refusal Locked = new("locked", "The VOIs of this case are approved and locked, so no new version is saved. What you drew is kept as your draft. Ask the administrator to unlock the case, and say why.");

    public static readonly Refusal LockedForReturn = new("locked", "The VOIs of this read are approved and locked. Its reader asks to unlock it; grant that on the page Approvals.");

    public static readonly Refusal NothingSaved = new("nothing-saved", "Nothing is saved yet. Save the VOI, then approve it.");

    public static readonly Refusal NotDone = new("not-done", "This read is not done yet. Save it and say that it is done, then approve it.");

    public static readonly Refusal UnsavedDraft = new("unsaved-draft", "Some changes are not saved yet. Save them, then approve what you saved.");

    public static readonly Refusal LockedAlready = new("locked-already", "The VOIs of this case are approved and locked already.");

    public static readonly Refusal NotLocked = new("not-locked", "The VOIs of this case are not locked, so there is nothing to unlock. Save a new version as usual.");

    public static readonly Refusal ReasonMissing = new("reason-missing", "Say why, in at most 500 characters. The reason is kept in the audit.");

    public static readonly Refusal AskedAlready = new("asked-already", "You have asked for this already. The administrator has not decided yet.");

    public static readonly Refusal NoSuchRequest = new("no-such-request", "There is no such request in this study.");

    public static readonly Refusal DecidedAlready = new("decided-already", "This request is decided already.");

    public static Refusal OlderVersion(int newest) => new("newer-version", $"Version {newest} was saved meanwhile. Load the case again and approve what you then see.");
}
