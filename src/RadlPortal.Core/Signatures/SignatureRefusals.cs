using RadlPortal.Core.Reads;

namespace RadlPortal.Core.Signatures;

/// <summary>Why a signature cannot be built, copied or applied.</summary>
public static class SignatureRefusals
{
    public static readonly Refusal NoTrainingCohort = new("no-training-cohort", "This study has no training cohort. Give subjects the cohort \"training\" by importing clinical data, then build again.");

    public static readonly Refusal SeveralTrainingCohorts = new("several-training-cohorts", "This study has more than one training cohort. Signatures are fitted on exactly one; make the others validation cohorts.");

    public static readonly Refusal AlreadyRunning = new("already-running", "This is being done already. Wait for the running job, or cancel it.");

    public static readonly Refusal NoSignature = new("no-signature", "This study has no signature yet. Its administrator builds the signatures from the training cohort, or copies them from another study, on the page Signatures.");

    public static readonly Refusal NothingToCopy = new("nothing-to-copy", "That study has no complete set of signatures (radiomics, deep learning, fusion) to copy, or you are not its administrator.");

    public static readonly Refusal CopiedAlready = new("copied-already", "These versions are in this study already; nothing was copied.");

    public static readonly Refusal NoVolume = new("no-volume", "no CT that makes a volume");

    public static readonly Refusal NoVoi = new("no-voi", "no VOI saved");

    public static readonly Refusal AwaitsAdjudication = new("awaits-adjudication", AdjudicationWords.Awaits);

    public static readonly Refusal NoFeatures = new("no-features", "the latest VOI version has no features yet; see the job that computes them");

    public static readonly Refusal OtherProfile = new("other-profile", "the features were computed under another extraction profile than the signature's; save the VOI again or build the signatures again");

    public static readonly Refusal LabelmapDoesNotFit = new("labelmap-does-not-fit", "the stored labelmap does not fit its series");

    public static readonly Refusal EmptyVoi = new("empty-voi", "the VOI has no voxel");

    public static readonly Refusal FileMissing = new("file-missing", "a stored file of the case is missing; tell the administrator");

    public static Refusal FeatureMissing(string feature) => new("feature-missing", $"the feature {feature} has no value in this VOI");

    public static Refusal TooFew(int positives, int negatives, int minimum) => new("too-few",
        $"The training cohort has {positives} PD-L1 positive and {negatives} negative subjects with VOI, features and label; at least {minimum} of each are needed. Complete the cohort, then build again.");
}
