import { html } from './element.ts';

export interface Choice {
  name: string;
  act(): void;
  /** Something to look at, on and off, before the choice: the question stays. */
  stays?: boolean;
}

/** Sentences that the reader must see, with the choices there are; beside the images, never over them. */
export class Notice {
  private untilSaved = false;

  constructor(private readonly host: HTMLElement) {}

  show(sentence: string, choices: readonly Choice[] = []): void {
    const buttons = choices.map((choice) => this.button(choice));
    this.untilSaved = false;
    const close = html('button', { type: 'button', class: 'rv-button', click: () => this.clear() }, 'Close');
    this.host.replaceChildren(
      html('p', {}, sentence),
      html('div', { class: 'rv-group' }, ...(buttons.length > 0 ? buttons : [close])),
    );
    this.host.hidden = false;
    this.host.scrollIntoView({ block: 'nearest' });
  }

  private button(choice: Choice): HTMLButtonElement {
    const click = () => {
      if (choice.stays)
        made.setAttribute('aria-pressed', String(made.getAttribute('aria-pressed') !== 'true'));
      else this.clear();
      choice.act();
    };
    const made = html('button', { type: 'button', class: 'rv-button', click }, choice.name);
    if (choice.stays) made.setAttribute('aria-pressed', 'false');
    return made;
  }

  /** Runs something that the server may refuse; the refusal becomes a sentence. */
  async guard(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (problem) {
      this.show(sentenceOf(problem));
    }
  }

  get isShown(): boolean {
    return !this.host.hidden;
  }

  /** Says something that a save settles. */
  showUntilSaved(sentence: string, choices: readonly Choice[] = []): void {
    this.show(sentence, choices);
    this.untilSaved = true;
  }

  saved(): void {
    if (this.untilSaved) this.clear();
  }

  clear(): void {
    this.host.hidden = true;
    this.host.replaceChildren();
  }
}

export function sentenceOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : 'The server could not do this.';
}
