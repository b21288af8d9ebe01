import type { ApprovalState, ReadState } from '../contracts.ts';
import type { ReadClient } from '../server/readClient.ts';
import type { ContourSession } from './contourSession.ts';
import { html } from './element.ts';
import { sentenceOf } from './notice.ts';
import { clock } from './savePanel.ts';
import { button } from './topBar.ts';

/** Approval with the reader's password, and the request to unlock. Asked for here, beside the images, never in a dialog; the images stay as they are. */
export class ApprovalPanel {
  private readonly state = html('p', { role: 'status', 'data-testid': 'approval' });
  private readonly problem = html('p', { class: 'rv-bad', role: 'alert', hidden: true });
  private readonly form = html('form', { class: 'rv-fields', hidden: true });
  private readonly line = html('div', { class: 'rv-line' });
  private open!: HTMLButtonElement;
  private field!: HTMLInputElement;
  private approval: ApprovalState | null;
  private version = 0;

  /** @param changed what may be drawn has changed: the case was locked here, or something was asked for. */
  constructor(
    host: HTMLElement,
    private readonly client: ReadClient,
    private readonly read: ReadState,
    private readonly changed: (isLocked: boolean) => void,
  ) {
    this.approval = read.approval ?? null;
    host.hidden = false;
    host.append(this.line, this.problem, this.form);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    this.build();
  }

  get isLocked(): boolean {
    return this.approval !== null;
  }

  /** Only what is saved can be approved, and in a plan only what is done. */
  show(session: ContourSession, isClosed: boolean, waiting: string | null): void {
    if (this.approval) return;
    this.version = session.version;
    const saved = session.version > 0 && !session.dirty && !session.saving;
    const done = !this.read.isPlanned || isClosed;
    const can = saved && done && waiting === null;
    this.open.disabled = !can;
    if (!can) this.ask(false);
    this.state.textContent = waiting
      ? `${waiting} What is approved must have been seen whole.`
      : !saved
        ? 'Save, then approve'
        : done
          ? `Version ${session.version} not approved`
          : 'Say done, then approve';
  }

  /** Two forms: to approve what is not locked, and to ask for unlocking what is. */
  private build(): void {
    const { approval } = this;
    this.open = approval
      ? button('Ask to unlock', '', 'Ask the administrator to unlock the case', () => this.ask(true))
      : button('Approve', '', 'Sign the saved VOIs with your password and lock them', () => this.ask(true));
    this.open.dataset.testid = approval ? 'ask-unlock' : 'approve';
    this.line.classList.toggle('rv-stacked', approval !== null);
    this.line.replaceChildren(this.state, this.open);
    this.field = approval
      ? html('input', { type: 'text', maxlength: 500, required: true, 'data-testid': 'unlock-reason' })
      : html('input', {
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          'data-testid': 'approve-password',
        });
    this.form.replaceChildren(...this.formParts());
    this.form.hidden = true;
    if (approval) this.tell(approval);
  }

  private tell(approval: ApprovalState): void {
    this.state.textContent = `Version ${approval.number} approved and locked by ${approval.personName}, ${clock(approval.signedAt)}.`;
    this.open.hidden = approval.requestedAt !== null;
    if (approval.requestedAt) {
      this.state.append(` Unlocking was asked for: “${approval.requestReason}”. The administrator decides.`);
    } else if (approval.declinedBecause) {
      this.state.append(` The last request to unlock was declined: “${approval.declinedBecause}”.`);
    }
  }

  private formParts(): HTMLElement[] {
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
    const cancel = button('Cancel', '', 'Leave it as it is', () => this.ask(false));
    return [
      html('p', { class: 'rv-dim' }, meaning),
      html('label', { class: 'rv-fields' }, label, this.field),
      html('div', { class: 'rv-group' }, send, cancel),
    ];
  }

  private ask(asking: boolean): void {
    this.form.hidden = !asking;
    this.open.hidden = asking || (this.approval?.requestedAt ?? null) !== null;
    this.problem.hidden = true;
    if (asking) this.field.focus();
    else this.field.value = '';
  }

  private async send(): Promise<void> {
    const given = this.field.value;
    const wasLocked = this.isLocked;
    this.problem.hidden = true;
    if (!wasLocked) this.field.value = '';
    try {
      this.approval = await (wasLocked
        ? this.client.askToUnlock(given)
        : this.client.approve(this.version, given));
      this.build();
      this.changed(!wasLocked);
    } catch (problem) {
      this.problem.textContent = sentenceOf(problem);
      this.problem.hidden = false;
      this.field.focus();
    }
  }
}
