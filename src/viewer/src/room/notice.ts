import { Refusal, Unreachable } from '../server/readClient.ts';
import { html } from './element.ts';

export interface Choice {
  name: string;
  act(): void;
  /** Something to look at, on and off, before the choice: the question stays. */
  stays?: boolean;
}

/** Sentences that the reader must see, with the choices there are; beside the images, never over them. */
export class Notice {
  /** What settles that which is shown. */
  private until: 'saved' | 'reached' | null = null;
  private readonly lasting = html('div');
  /** What came of the last action. */
  private readonly said = html('p', { 'data-testid': 'said' });

  constructor(private readonly host: HTMLElement) {
    host.replaceChildren(this.lasting, this.said);
  }

  show(sentence: string, choices: readonly Choice[] = []): void {
    const buttons = choices.map((choice) => this.button(choice));
    this.until = null;
    const close = html('button', { type: 'button', class: 'rv-button', click: () => this.clear() }, 'Close');
    this.said.textContent = '';
    this.lasting.replaceChildren(
      html('p', {}, sentence),
      html('div', { class: 'rv-group' }, ...(buttons.length > 0 ? buttons : [close])),
    );
    this.bringUp();
  }

  /** Says what came of an action, below a question that waits; the next action takes it away. */
  say(sentence: string): void {
    const before = this.said.textContent ?? '';
    if (!before.includes(sentence)) this.said.textContent = `${before} ${sentence}`.trim();
    this.bringUp();
  }

  /** The reader did something else: what came of the action before is past. */
  acted(): void {
    this.said.textContent = '';
    this.said.hidden = true;
    this.host.hidden = !this.isShown;
  }

  private bringUp(): void {
    this.said.hidden = this.said.textContent === '';
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
      this.failed(problem);
    }
  }

  /** Why the server did not do something. That nobody is signed in, or there is no way to it, holds until it answers again. */
  failed(problem: unknown): void {
    const isSignedOut = problem instanceof Refusal && problem.status === 401;
    this.show(sentenceOf(problem), isSignedOut ? [signIn] : []);
    if (isSignedOut || problem instanceof Unreachable) this.until = 'reached';
  }

  /** The server has answered. */
  reached(): void {
    if (this.until === 'reached') this.clear();
  }

  /** Something stands there that has to be read or decided. */
  get isShown(): boolean {
    return this.lasting.hasChildNodes();
  }

  /** Says something that a save settles. */
  showUntilSaved(sentence: string, choices: readonly Choice[] = []): void {
    this.show(sentence, choices);
    this.until = 'saved';
  }

  saved(): void {
    if (this.until === 'saved') this.clear();
  }

  clear(): void {
    this.lasting.replaceChildren();
    this.acted();
  }
}

const signIn: Choice = {
  name: 'Sign in, in another tab',
  act: () => void window.open('/sign-in', '_blank', 'noopener'),
};

export function sentenceOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : 'The server could not do this.';
}
