namespace RadlPortal.Core.Reads;

/// <summary>Why a reading cannot go on as asked.</summary>
public static class ReadRefusals
{
    public static readonly Refusal NotYours = new("not-yours", "This case is being read by another reader.");

    public static readonly Refusal NoSuchRead = new("no-such-read", "There is no such case in your worklist.");

    public static readonly Refusal NotAVolume = new("not-a-volume", "The slices of this series make no regular volume; they can be looked at, but not contoured.");

    public static readonly Refusal WrongGrid = new("wrong-grid", "The contour does not fit the images of this case. Load the page again; your draft is kept.");

    public static readonly Refusal NoVoxel = new("no-voxel", "Nothing is painted yet. Paint the tumour, then save.");

    public static readonly Refusal ReasonMissing = new("reason-missing", "This case was saved before. Say why you change it.");

    public static readonly Refusal StudyClosed = new("study-closed", "This research study is closed; VOIs are no longer saved.");

    public static readonly Refusal Closed = new("read-done", "You said that this read is done. Ask the administrator to give it back if it needs a change.");

    public static readonly Refusal ClosedWhilePlanGoesOn = new("closed-while-plan-goes-on", "You said that this read is done. Done reads of this plan stay closed until you have done all of its reads, so that what you drew does not lead your hand.");

    public static readonly Refusal NothingSaved = new("nothing-saved", "Nothing is saved yet. Save a version of the primary tumour, then say that the read is done.");

    public static readonly Refusal Unsaved = new("unsaved", "Something drawn is not saved yet. Save it or undo it, then say that the read is done.");

    public static readonly Refusal NotInPlan = new("not-in-plan", "This case is in no reading plan: it is done when it is saved.");

    public static readonly Refusal NotDone = new("not-done", "This read is not done, so there is nothing to give back.");

    public static readonly Refusal RepeatBegun = new("repeat-begun", "Its reader has begun the repeat read. Give the first read back when the repeat is done.");

    public static readonly Refusal AlreadyBegun = new("already-begun", "This read is begun and stays with its reader.");

    public static readonly Refusal SameReader = new("same-reader", "This reader has the case already. A case is read twice by two readers.");

    public static readonly Refusal RepeatFollows = new("repeat-follows", "A repeat read belongs to the reader of the first read. Reassign the first read; the repeat goes with it.");

    public static readonly Refusal WhyMissing = new("reason-missing", "Say why, so that the reader knows what to do. The reason is kept in the audit.");

    public static readonly Refusal TimeOutOfRange = new("time-out-of-range", "Reading time is counted in steps of 1 to 120 seconds.");

    public static Refusal TooFewVoxels(int count, int minimum) => new("too-few-voxels", $"Only {count} voxels are painted; this study asks for at least {minimum}. Was the tumour painted on all its slices?");

    public static Refusal NewerVersion(int version) => new("newer-version", $"Version {version} was saved meanwhile, perhaps in another window. Load it, or save yours as the next version.");

    public static Refusal NewerDraft(int revision) => new("newer-draft", $"The case was painted in another window meanwhile (draft {revision}).");
}
