import type { ReadState } from '../contracts.ts';
import { html } from './element.ts';
import { button } from './topBar.ts';

export interface ReadActions {
  done(): void;
  next(): void;
}

/** What read this is, why it came back, and the two steps at its end: done, next case. */
export class ReadPanel {
  private readonly done: HTMLButtonElement | null;
  private readonly state = html('p', { role: 'status', 'data-testid': 'read-state' });

  constructor(host: HTMLElement, read: ReadState, actions: ReadActions) {
    const isAdjudication = read.purpose === 'adjudication';
    const canFinish = (read.isPlanned ?? false) && !read.readOnly;
    this.done = canFinish
      ? button('Done', 'Alt+Enter', 'This read is done with its last saved version', () => actions.done())
      : null;
    if (this.done) this.done.dataset.testid = 'read-done';
    const next = button(
      canFinish ? 'Next' : 'Next case',
      'Alt+N',
      isAdjudication ? 'Open the next case to adjudicate' : 'Open the next case of the worklist',
      () => actions.next(),
    );
    next.dataset.testid = 'room-next';
    this.state.textContent = `${isAdjudication ? 'Adjudication' : 'Your read'}${read.readState === 'done' ? ', done' : ''}`;
    // Beside both steps there is no room for words that say nothing.
    this.state.hidden = canFinish && !isAdjudication;
    host.append(
      read.returnReason
        ? html(
            'p',
            { class: 'rv-returned', 'data-testid': 'return-reason' },
            `Given back: ${read.returnReason}`,
          )
        : '',
      html('div', { class: 'rv-line' }, this.state, ...(this.done ? [this.done] : []), next),
    );
  }

  show(canFinish: boolean): void {
    if (this.done) this.done.disabled = !canFinish;
  }

  /** Nothing is drawn any more: the read is done, or its case locked. */
  close(): void {
    if (!this.done) return;
    this.done.remove();
    this.state.hidden = false;
    this.state.textContent = 'This read is done.';
  }
}
