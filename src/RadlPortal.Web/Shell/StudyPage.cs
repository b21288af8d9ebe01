using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using RadlPortal.Core.People;
using RadlPortal.Web.SignIn;

namespace RadlPortal.Web.Shell;

/// <summary>A page of a research study: finds the access once, then loads; loads again when the address changes.</summary>
public abstract class StudyPage : ComponentBase, IDisposable, IHandleEvent
{
    private readonly CancellationTokenSource leaving = new();
    private Task handling = Task.CompletedTask;

    /// <summary>The study's code, from the address.</summary>
    [Parameter]
    public string Study { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private CurrentPerson Current { get; set; } = default!;

    protected StudyAccess Access { get; private set; } = default!;

    /// <summary>False until the first load has ended.</summary>
    protected bool IsLoaded { get; private set; }

    /// <summary>Cancelled when the person leaves the page.</summary>
    protected CancellationToken Leaving => leaving.Token;

    protected override async Task OnParametersSetAsync()
    {
        Access = await Current.AccessAsync((await Authentication).User, Study) ?? throw new MembershipEndedException();
        await LoadAsync();
        IsLoaded = true;
    }

    protected abstract Task LoadAsync();

    /// <summary>As the base class, but the second click of a double click does nothing while the first is being carried out.</summary>
    Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg)
    {
        if (arg is MouseEventArgs { Detail: > 1 } && !handling.IsCompleted) return Task.CompletedTask;
        var work = item.InvokeAsync(arg);
        StateHasChanged();
        if (work.IsCompletedSuccessfully || work.IsCanceled) return Task.CompletedTask;
        return handling = ShowWhenDoneAsync(work);
    }

    private async Task ShowWhenDoneAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (work.IsCanceled)
        {
            return;
        }

        StateHasChanged();
    }

    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
        Leave();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the page holds.</summary>
    protected virtual void Leave()
    {
    }
}
