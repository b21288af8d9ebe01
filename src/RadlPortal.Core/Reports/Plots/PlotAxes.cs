using System.Globalization;

namespace RadlPortal.Core.Reports.Plots;

/// <summary>Axes with round ticks.</summary>
internal static class PlotAxes
{
    private const int WantedTicks = 5;

    /// <summary>0 to 1 in quarters.</summary>
    public static PlotAxis Unit(string label) => new(label, 0, 1, [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(Tick)]);

    /// <summary>From and to are widened to round ticks; equal ends are widened by one on both sides.</summary>
    public static PlotAxis Linear(string label, double from, double to)
    {
        if (!(to > from)) (from, to) = (from - 1, to + 1);
        var step = Step((to - from) / WantedTicks);
        var (first, last) = (Math.Floor(from / step + 1e-9), Math.Ceiling(to / step - 1e-9));
        List<PlotTick> ticks = [];
        for (var i = first; i <= last; i++) ticks.Add(Tick(Math.Round(i * step, 10)));
        return new PlotAxis(label, first * step, last * step, ticks);
    }

    /// <summary>One place per name: 0.5, 1.5, …; the first stands on top or on the left.</summary>
    public static PlotAxis Names(IReadOnlyList<string> names, bool fromTop)
    {
        var ticks = names.Select((name, i) => new PlotTick(i + 0.5, name)).ToList();
        return (fromTop ? new PlotAxis("", names.Count, 0, ticks) : new PlotAxis("", 0, names.Count, ticks)) with { HasGrid = false };
    }

    private static PlotTick Tick(double at) => new(at, at.ToString("0.####", CultureInfo.InvariantCulture));

    private static double Step(double wanted)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        return (wanted / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 } * power;
    }
}
