namespace RadlPortal.Core.People;

/// <summary>Who is asking, in which study, as what: the first argument of every service that shows or changes a study.</summary>
/// <param name="SiteId">The only site that a site coordinator sees; null = every site of the study.</param>
public sealed record StudyAccess(Guid PersonId, Guid ResearchStudyId, string StudyCode, StudyRole Role, Guid? SiteId)
{
    public bool May(Right right) => RightsTable.Allows(Role, right);

    /// <summary>Throws <see cref="RightMissingException"/>: reaching a service without the right is a fault of the page or endpoint, answered as 403.</summary>
    public void Demand(Right right)
    {
        if (!May(right)) throw new RightMissingException(right);
    }

    /// <summary>True if this access reaches data of that site.</summary>
    public bool SeesSite(Guid siteId) => SiteId is null || SiteId == siteId;
}

/// <summary>A service was called without the right that it demands.</summary>
public sealed class RightMissingException(Right right) : Exception($"The right {right} is missing.")
{
    public Right Right { get; } = right;
}
