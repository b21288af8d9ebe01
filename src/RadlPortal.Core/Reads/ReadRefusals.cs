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

    public static Refusal TooFewVoxels(int count, int minimum) => new("too-few-voxels", $"Only {count} voxels are painted; this study asks for at least {minimum}. Was the tumour painted on all its slices?");

    public static Refusal NewerVersion(int version) => new("newer-version", $"Version {version} was saved meanwhile, perhaps in another window. Load it, or save yours as the next version.");

    public static Refusal NewerDraft(int revision) => new("newer-draft", $"The case was painted in another window meanwhile (draft {revision}).");
}
