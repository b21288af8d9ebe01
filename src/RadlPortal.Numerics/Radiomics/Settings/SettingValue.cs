namespace RadlPortal.Numerics.Radiomics;

/// <summary>A value of a parameter file on its way into a setting. Whatever does not fit is refused with the name of the key.</summary>
internal readonly record struct SettingValue(string Key, string Place, object? Raw)
{
    public bool IsNull => Raw is null;

    public ParameterException Refused(string wanted) => new(Key, $"The setting {Key} ({Place}) is {ParameterJson.Write(Raw)}; it must be {wanted}.");

    public bool Flag() => Raw is bool flag ? flag : throw Refused("true or false");

    public string Text() => Raw as string ?? throw Refused("a text");

    public double Number() => NumberOf(Raw) ?? throw Refused("a number");

    public double NumberAbove(double limit) => NumberOf(Raw) is { } number && number > limit ? number : throw Refused($"a number above {limit}");

    public int Whole(int least, int most = int.MaxValue, string? why = null) => Raw is long number && number >= least && number <= most
        ? (int)number
        : throw Refused(most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}{(why is null ? "" : $": {why}")}");

    public T OneOf<T>(Dictionary<string, T> names) => Raw is string text && names.TryGetValue(text, out var value) ? value : throw Refused($"one of {string.Join(", ", names.Keys)}");

    public IReadOnlyList<double> Numbers(int fewest, int most, double least = double.NegativeInfinity)
    {
        var wanted = $"a list of {(fewest == most ? $"{most}" : $"{fewest} to {most}")} numbers{(double.IsFinite(least) ? $" of at least {least}" : "")}";
        if (Raw is not List<object?> list || list.Count < fewest || list.Count > most) throw Refused(wanted);
        var refusal = Refused(wanted);
        return [.. list.Select(v => NumberOf(v) is { } number && number >= least ? number : throw refusal)];
    }

    public IReadOnlyList<int> WholeNumbers(int least)
    {
        var refusal = Refused($"a list of whole numbers of at least {least}");
        if (Raw is not List<object?> { Count: > 0 } list) throw refusal;
        return [.. list.Select(v => v is long number && number >= least && number <= 1000 ? (int)number : throw refusal).Distinct()];
    }

    public IReadOnlyList<LogSigma> Sigmas()
    {
        var refusal = Refused("a list of numbers above 0");
        if (Raw is not List<object?> list) throw refusal;
        return [.. list.Select(v => NumberOf(v) is { } number && number > 0 ? new LogSigma(number, v is long) : throw refusal)];
    }

    private static double? NumberOf(object? value) => value switch
    {
        long whole => whole,
        double number when double.IsFinite(number) => number,
        _ => null,
    };
}
