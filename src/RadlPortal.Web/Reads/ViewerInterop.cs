using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace RadlPortal.Web.Reads;

/// <summary>What the viewer needs to open a case.</summary>
internal sealed record ViewerOptions(string StudyUid, string SeriesUid, string DicomWebRoot, string ReadUrl, string SubjectCode, string BackUrl, bool ReadOnly);

/// <summary>The reading room's JavaScript module. Pixels and masks go beside it, by plain requests.</summary>
internal sealed class ViewerInterop(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? module;

    /// <summary>Has the browser fetch the viewer, which it can do while the case is still looked up.</summary>
    public async Task LoadAsync() => module = await js.InvokeAsync<IJSObjectReference>("import", "/viewer/js/viewer.js");

    public ValueTask OpenAsync(ElementReference host, ViewerOptions options) => module!.InvokeVoidAsync("open", host, options);

    public async ValueTask DisposeAsync()
    {
        if (module is null) return;
        try
        {
            await module.InvokeVoidAsync("dispose");
            await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone; the viewer gives its memory back by itself.
        }
    }
}
