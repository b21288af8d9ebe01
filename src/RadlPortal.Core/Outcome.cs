namespace RadlPortal.Core;

/// <summary>A reason why the portal says no: an expected answer, never an exception. <paramref name="Code"/> is stable, <paramref name="Message"/> is what a person reads and says what to do.</summary>
public sealed record Refusal(string Code, string Message);

/// <summary>Either a value or the reason why there is none.</summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    public T? Value { get; }

    public Refusal? Refusal { get; }

    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Refusal))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Refusal is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>The value of an outcome that has nothing to say but that it happened.</summary>
public readonly record struct Done;
