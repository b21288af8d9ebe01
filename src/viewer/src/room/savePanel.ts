import type { Doubt } from './checks.ts';
import { html } from './element.ts';
import { button } from './topBar.ts';

const reasons = ['Boundary corrected', 'Missed part added', 'Wrong part removed', 'Other'];

export interface SaveView {
  version: number;
  savedAt: string | null;
  dirty: boolean;
  saving: boolean;
  edits: number;
  draft: string;
  /** The newest save of the read, here or elsewhere. */
  newest: { version: number; savedAt: string | null };
}

/** Saving: from the second version on with a reason, asked for here and not in a dialog. */
export class SavePanel {
  private readonly state = html('p', { 'data-testid': 'save-state', role: 'status' });
  private readonly elsewhere = html('p', {
    class: 'rv-warn',
    'data-testid': 'saved-elsewhere',
    hidden: true,
  });
  private readonly draft = html('p', { class: 'rv-dim', 'data-testid': 'draft-state' });
  private readonly reason = html('select', {
    'aria-label': 'Reason for the new version',
    'data-testid': 'save-reason',
  });
  private readonly words = html('input', {
    type: 'text',
    maxlength: 200,
    placeholder: 'Reason in words',
    'aria-label': 'Reason in words',
  });
  private readonly ask = html(
    'div',
    { class: 'rv-reason' },
    html('label', { class: 'rv-row' }, 'Reason', this.reason),
    this.words,
  );
  /** Why nothing was saved just now. */
  private readonly answer = html('p', {
    class: 'rv-warn',
    role: 'alert',
    id: 'rv-save-answer',
    'data-testid': 'save-answer',
    hidden: true,
  });
  private readonly button: HTMLButtonElement;
  private readonly discard: HTMLButtonElement;

  private readonly doubts = html('ul', { class: 'rv-doubts', 'data-testid': 'doubts', hidden: true });
  /** The state that was doubted; saving it again is meant. */
  private doubtedAt = -1;
  private shownAs = '';

  constructor(
    host: HTMLElement,
    save: () => void,
    private readonly look: (doubt: Doubt) => void,
    discard: () => void,
  ) {
    this.reason.append(
      html('option', { value: '' }, 'Choose…'),
      ...reasons.map((text) => html('option', { value: text }, text)),
    );
    this.reason.addEventListener('change', () => {
      this.say('');
      this.showWords();
    });
    this.words.addEventListener('input', () => this.say(''));
    const onEnter = (event: KeyboardEvent) => {
      if (event.key === 'Enter') save();
    };
    this.reason.addEventListener('keydown', onEnter);
    this.words.addEventListener('keydown', onEnter);
    this.button = button('Save version', 'Ctrl+S', 'Save what is drawn as a new version', save);
    this.button.classList.add('rv-primary');
    this.button.dataset.testid = 'save';
    this.discard = button('Discard', '', 'Give up what was drawn since the last save', discard);
    this.discard.dataset.testid = 'discard';
    for (const field of [this.reason, this.words]) field.setAttribute('aria-describedby', this.answer.id);
    host.append(
      this.state,
      this.elsewhere,
      this.draft,
      this.doubts,
      this.answer,
      this.ask,
      html('div', { class: 'rv-group' }, this.button, this.discard),
    );
    this.showWords();
  }

  show(view: SaveView): void {
    // The reason is asked for when there is something to give one for.
    this.ask.hidden = view.version === 0 || !view.dirty;
    this.button.disabled = view.saving || !view.dirty;
    const shownAs = `${view.edits} ${view.dirty}`;
    if (shownAs !== this.shownAs) this.say('');
    this.shownAs = shownAs;
    this.discard.hidden = !view.dirty;
    this.discard.disabled = view.saving;
    if (view.edits !== this.doubtedAt) this.doubts.hidden = true;
    this.draft.textContent = view.draft;
    this.draft.hidden = view.draft === '';
    const saved =
      view.version > 0 ? `Version ${view.version} saved at ${clock(view.savedAt)}` : 'Not saved yet';
    this.state.textContent = view.saving
      ? 'Saving…'
      : view.dirty && view.version > 0
        ? `${saved}; changed since`
        : saved;
    const { newest } = view;
    this.elsewhere.hidden = newest.version <= view.version || view.saving;
    this.elsewhere.textContent = `Version ${newest.version} was saved elsewhere at ${clock(newest.savedAt)}`;
  }

  /** Whether a save may go on: shows what is doubted, and takes a second try of the same state as an answer. */
  accepts(doubts: readonly Doubt[], edits: number): boolean {
    const stops = doubts.some((doubt) => doubt.level === 'stop');
    const accepted = doubts.length === 0 || (!stops && this.doubtedAt === edits);
    // While the reason is being asked for, the answer still counts.
    this.doubtedAt = doubts.length === 0 ? -1 : edits;
    this.doubts.hidden = accepted;
    this.doubts.replaceChildren(...(accepted ? [] : doubts.map((doubt) => this.line(doubt))));
    if (!accepted && !stops) {
      this.doubts.append(html('li', { class: 'rv-dim' }, 'Ctrl+S again saves it as it is.'));
    }
    if (!accepted) this.doubts.scrollIntoView({ block: 'nearest' });
    return accepted;
  }

  private line(doubt: Doubt): HTMLElement {
    const places = [doubt.place, ...(doubt.more ?? [])];
    let next = 0;
    const show = html(
      'button',
      {
        type: 'button',
        class: 'rv-mini',
        click: () => {
          this.look({ ...doubt, place: places[next] });
          next = (next + 1) % places.length;
          if (places.length > 1) show.textContent = `Show ${next + 1} of ${places.length}`;
        },
      },
      places.length > 1 ? `Show 1 of ${places.length}` : 'Show',
    );
    return html('li', { class: `rv-${doubt.level}` }, doubt.sentence, doubt.place ? show : null);
  }

  /** The reason given, or null (then it is asked for, and the question has the focus). */
  takeReason(): string | null {
    const isOther = this.reason.value === 'Other';
    const given = isOther ? this.words.value.trim() : this.reason.value;
    this.say(
      given
        ? ''
        : isOther
          ? 'Not saved yet: write the reason in words.'
          : 'Not saved yet: this case has a version already. Say why it is changed; the reason is kept with the new version.',
    );
    if (given) return given;
    (isOther ? this.words : this.reason).focus();
    return null;
  }

  /** Answers a save that was asked for and did not begin. */
  say(sentence: string): void {
    this.answer.textContent = sentence;
    this.answer.hidden = sentence === '';
    if (sentence) this.answer.scrollIntoView({ block: 'nearest' });
  }

  clearReason(): void {
    this.reason.value = '';
    this.words.value = '';
    this.showWords();
  }

  private showWords(): void {
    this.words.hidden = this.reason.value !== 'Other';
    if (!this.words.hidden) this.words.focus();
  }
}

/** Time of day of an ISO time, with its date when it was not today. */
export function clock(iso: string | null): string {
  if (!iso) return 'an unknown time';
  const time = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const hours = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return time.toDateString() === new Date().toDateString() ? hours : `${day} ${hours}`;
}
