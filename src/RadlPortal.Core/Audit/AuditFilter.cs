namespace RadlPortal.Core.Audit;

/// <summary>Which entries are looked for; what is null does not matter. Days are UTC, both ends included.</summary>
public sealed record AuditFilter(Guid? Person = null, string? Action = null, string? Entity = null, DateOnly? From = null, DateOnly? To = null);

/// <summary>What the audit of a study can be filtered by.</summary>
public sealed record AuditChoices(IReadOnlyList<AuditPerson> People, IReadOnlyList<string> Actions, IReadOnlyList<string> Entities);

public sealed record AuditPerson(Guid Id, string Name);
