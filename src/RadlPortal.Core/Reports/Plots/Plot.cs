namespace RadlPortal.Core.Reports.Plots;

/// <summary>A figure of a report as data: drawn as SVG by one component on the page, in the file and for download.</summary>
/// <param name="Id">Short name in addresses, unique in the report.</param>
/// <param name="Caption">What is shown, with n.</param>
public sealed record Plot(string Id, string Title, string Caption, PlotAxis X, PlotAxis Y, IReadOnlyList<PlotMark> Marks)
{
    /// <summary>Height of the plotting area in the units of its width of 300.</summary>
    public double Height { get; init; } = 240;

    /// <summary>The signature that it is of; null: of all or of none.</summary>
    public string? Signature { get; init; }

    /// <summary>Numbers below the axis at each of its ticks, a line for each, such as the subjects at risk.</summary>
    public IReadOnlyList<PlotCounts> Counts { get; init; } = [];

    /// <summary>What the numbers below the axis count.</summary>
    public string CountsTitle { get; init; } = "";
}

/// <param name="At">The number at a place of the X axis.</param>
public sealed record PlotCounts(int Color, Func<double, int> At);

/// <summary>An axis with its unit in the label. <paramref name="To"/> lies on the right or on top.</summary>
public sealed record PlotAxis(string Label, double From, double To, IReadOnlyList<PlotTick> Ticks)
{
    public bool HasGrid { get; init; } = true;
}

public sealed record PlotTick(double At, string Text);

public readonly record struct PlotPoint(double X, double Y, string? Title = null);

/// <summary>Something drawn in the coordinates of the axes.</summary>
/// <param name="Color">0, 1, 2 … of the palette that colour-blind people can tell apart; -1: muted.</param>
public abstract record PlotMark(int Color);

/// <param name="Name">Stands in the legend; null: not there.</param>
public sealed record PlotLine(int Color, IReadOnlyList<PlotPoint> Points, string? Name = null, bool IsDashed = false) : PlotMark(Color);

/// <summary>The area between two lines, such as a confidence band.</summary>
public sealed record PlotBand(int Color, IReadOnlyList<PlotPoint> Upper, IReadOnlyList<PlotPoint> Lower) : PlotMark(Color);

/// <param name="Name">Stands in the legend; null: not there.</param>
public sealed record PlotDots(int Color, IReadOnlyList<PlotPoint> Points, string? Name = null, double Radius = 3) : PlotMark(Color);

/// <summary>A filled rectangle.</summary>
/// <param name="Name">Stands in the legend; null: not there.</param>
public sealed record PlotBar(int Color, double X0, double X1, double Y0, double Y1, string? Title = null, string? Name = null) : PlotMark(Color);

/// <summary>A short text at a place.</summary>
/// <param name="Anchor">start, middle or end.</param>
public sealed record PlotNote(double X, double Y, string Text, string Anchor = "start") : PlotMark(-1);
