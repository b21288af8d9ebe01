namespace RadlPortal.Core.Reads;

/// <summary>Why a disagreement is not decided as asked.</summary>
public static class AdjudicationRefusals
{
    public static readonly Refusal NoSuchCase = new("no-such-case", "This case does not wait for adjudication: it was not read twice, or its readers agree within the study's limits.");

    public static readonly Refusal ReadItYourself = new("read-it-yourself", "You have read this case yourself, or it is on your worklist. A radiologist who read neither of its VOIs must adjudicate it.");

    public static readonly Refusal TakenByAnother = new("taken-by-another", "Another radiologist is adjudicating this case already.");

    public static readonly Refusal StudyClosed = new("study-closed", "This research study is closed; nothing is adjudicated any more.");

    public static readonly Refusal NoAdjudication = new("no-adjudication", "This read is no adjudication of yours.");

    public static readonly Refusal NothingInCommon = new("nothing-in-common", "The two VOIs have no voxel in common, so their intersection is empty. Take one, take their union, or redraw.");

    public static readonly Refusal VoiGone = new("voi-gone", "A stored VOI does not fit its images any more. Tell the administrator: the blob folder is incomplete.");
}
