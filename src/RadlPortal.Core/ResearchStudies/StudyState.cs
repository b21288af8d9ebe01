namespace RadlPortal.Core.ResearchStudies;

/// <summary>What the first page of a role shows.</summary>
/// <param name="Next">For who manages the study: what needs doing first.</param>
/// <param name="NotSetUp">For who manages the study: what it has not got yet although subjects are registered.</param>
/// <param name="Making">How far the demo study is that is still being made; null otherwise.</param>
public sealed record StudyState(IReadOnlyList<StudyFigure> Figures, IReadOnlyList<SiteProgress> Sites, NextStep? Next = null, string? Making = null, IReadOnlyList<NextStep>? NotSetUp = null);

/// <param name="Path">The page of the study on which it is done.</param>
public sealed record NextStep(string Text, string Path);

/// <param name="Path">The page of the study that shows what is behind the figure.</param>
public sealed record StudyFigure(string Name, int Value, string Explanation, bool NeedsAction, string Path);

/// <summary>How many of a site's subjects have come how far.</summary>
public sealed record SiteProgress(string Name, int Subjects, int WithCt, int WithVoi);
