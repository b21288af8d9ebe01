import type { ApprovalState, ReadState } from '../contracts.ts';
import type { ReadClient } from '../server/readClient.ts';
import type { ContourSession } from './contourSession.ts';
import { html } from './element.ts';
import { clock } from './savePanel.ts';
import { sentenceOf } from './notice.ts';
import { button } from './topBar.ts';

/** Approval with the reader's password, and the request to unlock. Asked for here, beside the images, never in a dialog. */
export class ApprovalPanel {
  private readonly state = html('p', { role: 'status', 'data-testid': 'approval' });
  private readonly problem = html('p', { class: 'rv-bad', role: 'alert', hidden: true });
  private readonly open: HTMLButtonElement;
  private readonly form: HTMLFormElement;
  private readonly field: HTMLInputElement;
  private readonly approval: ApprovalState | null;
  private version = 0;

  constructor(
    host: HTMLElement,
    private readonly client: ReadClient,
    private readonly read: ReadState,
  ) {
    const approval = read.approval ?? null;
    this.approval = approval;
    host.hidden = false;
    this.field = approval
      ? html('input', { type: 'text', maxlength: 500, required: true, 'data-testid': 'unlock-reason' })
      : html('input', {
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          'data-testid': 'approve-password',
        });
    this.open = approval
      ? button('Ask to unlock', '', 'Ask the administrator to unlock the case', () => this.ask(true))
      : button('Approve and lock', '', 'Sign the saved VOIs with your password', () => this.ask(true));
    this.open.dataset.testid = approval ? 'ask-unlock' : 'approve';
    this.form = this.buildForm();
    host.append(html('h2', {}, 'Approval'), this.state, this.problem, this.open, this.form);
    this.showApproval();
  }

  /** Only what is saved can be approved, and in a plan only what is done. */
  show(session: ContourSession, isClosed: boolean): void {
    if (this.approval) return;
    this.version = session.version;
    const saved = session.version > 0 && !session.dirty && !session.saving;
    const done = !this.read.isPlanned || isClosed;
    this.open.disabled = !saved || !done;
    if (this.open.disabled) this.ask(false);
    this.state.textContent = !saved
      ? 'Save first; then the saved VOIs can be approved and locked.'
      : done
        ? `Version ${session.version} is not approved yet.`
        : 'Say that the read is done; then it can be approved and locked.';
  }

  private showApproval(): void {
    const { approval } = this;
    if (!approval) return;
    this.state.textContent = `Version ${approval.number} approved and locked by ${approval.personName}, ${clock(approval.signedAt)}.`;
    this.open.hidden = approval.requestedAt !== null;
    if (approval.requestedAt) {
      this.state.append(` Unlocking was asked for: “${approval.requestReason}”. The administrator decides.`);
    } else if (approval.declinedBecause) {
      this.state.append(` The last request to unlock was declined: “${approval.declinedBecause}”.`);
    }
  }

  private buildForm(): HTMLFormElement {
    const send = html(
      'button',
      { type: 'submit', class: 'rv-button rv-primary' },
      this.approval ? 'Send' : 'Sign',
    );
    send.dataset.testid = this.approval ? 'unlock-send' : 'approve-sign';
    const label = this.approval ? 'Why it must change' : 'Your password';
    const meaning = this.approval
      ? 'The administrator sees your reason and grants or declines.'
      : 'You sign the saved VOIs as reviewed and approved. They are locked then: a new version needs an administrator.';
    const form = html(
      'form',
      { class: 'rv-fields', hidden: true },
      html('p', { class: 'rv-dim' }, meaning),
      html('label', { class: 'rv-fields' }, label, this.field),
      html(
        'div',
        { class: 'rv-group' },
        send,
        button('Cancel', '', 'Leave it as it is', () => this.ask(false)),
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    return form;
  }

  private ask(asking: boolean): void {
    this.form.hidden = !asking;
    this.open.hidden = asking || (this.approval?.requestedAt ?? null) !== null;
    if (asking) this.field.focus();
    else this.field.value = '';
  }

  private async send(): Promise<void> {
    const given = this.field.value;
    this.problem.hidden = true;
    if (!this.approval) this.field.value = '';
    try {
      await (this.approval ? this.client.askToUnlock(given) : this.client.approve(this.version, given));
      // What may be drawn has changed from the ground up.
      location.reload();
    } catch (problem) {
      this.problem.textContent = sentenceOf(problem);
      this.problem.hidden = false;
      this.field.focus();
    }
  }
}
