using RadlPortal.Core.People;

namespace RadlPortal.Core.DemoStudy;

/// <summary>A demo account: who, as what, and for a coordinator at which site.</summary>
public sealed record DemoPerson(string Email, string Name, StudyRole Role, string? Site);
