namespace RadlPortal.Core.Reads;

/// <summary>Why a reading plan is not made, extended or taken back.</summary>
public static class ReadingPlanRefusals
{
    public static readonly Refusal NoReader = new("no-reader", "Choose at least one reader.");

    public static readonly Refusal NotAMember = new("not-a-member", "One of the readers is no member of this study. Add the person as radiologist first.");

    public static readonly Refusal ShareOutOfRange = new("share-out-of-range", "Shares are whole percents from 0 to 100.");

    public static readonly Refusal OneReader = new("one-reader", "A second read needs a second reader. Choose another reader too, or set the share that is read twice to 0.");

    public static readonly Refusal DaysOutOfRange = new("days-out-of-range", "A repeat read follows after 1 to 365 days.");

    public static readonly Refusal SeedOutOfRange = new("seed-out-of-range", "The seed is a whole number from 0 on.");

    public static readonly Refusal PlanThere = new("plan-there", "This cohort has a reading plan already. Extend it when subjects have arrived, or take it back while nothing is read.");

    public static readonly Refusal NoPlan = new("no-plan", "This cohort has no reading plan yet.");

    public static readonly Refusal NothingNew = new("nothing-new", "Every case of this cohort is in the plan already.");

    public static readonly Refusal NothingChanges = new("nothing-changes", "The plan is like that already. Change its readers, shares, days or seed, then look at the preview.");

    public static readonly Refusal ReadersGone = new("readers-gone", "None of the plan's readers is a radiologist of this study any more.");

    public static readonly Refusal OneReaderLeft = new("one-reader-left", "Only one of the plan's readers is still a radiologist of this study, and the plan has cases read twice. Make another one of its readers a radiologist again.");

    public static readonly Refusal Changed = new("cohort-changed", "The cohort or its reads changed since the preview. Look at the new preview, then confirm.");

    public static readonly Refusal Begun = new("plan-begun", "Reads of this plan are begun, so it stays. Reads that are not begun can be reassigned.");

    public static Refusal NoCase(int subjects) => new("no-case", $"None of the cohort's {subjects} subjects has a CT that makes a volume yet. Make the plan when images have arrived.");

    public static Refusal NotARadiologist(string name, string role) => new("not-blinded", $"{name} is {role} of this study and not blinded. Only its radiologists read.");
}
