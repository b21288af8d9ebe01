import { html } from './element.ts';

export interface Choice {
  name: string;
  act(): void;
}

/** Sentences that the reader must see, with the choices there are; beside the images, never over them. */
export class Notice {
  constructor(private readonly host: HTMLElement) {}

  show(sentence: string, choices: readonly Choice[] = []): void {
    const buttons = choices.map((choice) =>
      html(
        'button',
        {
          type: 'button',
          class: 'rv-button',
          click: () => {
            this.clear();
            choice.act();
          },
        },
        choice.name,
      ),
    );
    const close = html('button', { type: 'button', class: 'rv-button', click: () => this.clear() }, 'Close');
    this.host.replaceChildren(
      html('p', {}, sentence),
      html('div', { class: 'rv-group' }, ...(buttons.length > 0 ? buttons : [close])),
    );
    this.host.hidden = false;
    this.host.scrollIntoView({ block: 'nearest' });
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

  clear(): void {
    this.host.hidden = true;
    this.host.replaceChildren();
  }
}

export function sentenceOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : 'The server could not do this.';
}
