using MudBlazor;

namespace RadlPortal.Web.Shell;

/// <summary>The one theme: calm greys, one accent, colours of state only for state.</summary>
internal static class Theme
{
    private static readonly string[] Font = ["Inter Variable", "system-ui", "sans-serif"];

    public static readonly MudTheme Portal = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f5fae",
            Secondary = "#5a6675",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1d2530",
            DrawerBackground = "#ffffff",
            DrawerText = "#36414f",
            DrawerIcon = "#566273",
            TextPrimary = "#1d2530",
            TextSecondary = "#4f5b69",
            Divider = "#e2e6eb",
            LinesDefault = "#e2e6eb",
            TableLines = "#e8ebef",
            Success = "#1d7a46",
            Warning = "#9a5b00",
            Error = "#b3261e",
            Info = "#1f5fae",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7ab0f0",
            PrimaryContrastText = "#0c1622",
            Secondary = "#a5b1c0",
            Background = "#12161c",
            Surface = "#1a2028",
            AppbarBackground = "#1a2028",
            AppbarText = "#e6eaf0",
            DrawerBackground = "#1a2028",
            DrawerText = "#c5ceda",
            DrawerIcon = "#a5b1c0",
            TextPrimary = "#e6eaf0",
            TextSecondary = "#a9b5c3",
            Divider = "#2c343f",
            LinesDefault = "#2c343f",
            TableLines = "#262d37",
            Success = "#63c48f",
            Warning = "#e5ad58",
            Error = "#f2857d",
            Info = "#7ab0f0",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Font, FontSize = "0.875rem", LineHeight = "1.45" },
            H1 = new H1Typography { FontFamily = Font, FontSize = "1.375rem", FontWeight = "620", LineHeight = "1.3" },
            H2 = new H2Typography { FontFamily = Font, FontSize = "1rem", FontWeight = "620", LineHeight = "1.4" },
            Button = new ButtonTypography { FontFamily = Font, FontSize = "13px", FontWeight = "560", TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "48px" },
    };
}
