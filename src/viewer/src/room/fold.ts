import { html } from './element.ts';

const storage = 'radl-room-folds';

/** Which sections the person opened or closed, kept by this browser. */
function remembered(): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(storage) ?? '{}');
  } catch {
    return {};
  }
}

/** A section of the right column that its heading opens and closes. What the person chose last holds in every case. */
export class Fold {
  private readonly button: HTMLButtonElement;
  private readonly body: HTMLElement;

  /** @param section a filled section whose first child is its heading; nothing is added to the section itself afterwards. */
  constructor(
    section: HTMLElement,
    private readonly name: string,
    open: boolean,
  ) {
    const [heading, ...rest] = section.childNodes;
    this.body = html('div', { id: `rv-fold-${name}`, class: 'rv-fold-body' }, ...rest);
    const click = () => {
      this.show(!this.isOpen);
      this.remember();
    };
    this.button = html('button', { type: 'button', class: 'rv-fold', 'aria-controls': this.body.id, click });
    this.button.append(...heading.childNodes);
    (heading as HTMLElement).append(this.button);
    section.append(this.body);
    this.show(remembered()[name] ?? open);
  }

  get isOpen(): boolean {
    return !this.body.hidden;
  }

  /** Opens or closes it for now; what the person chose stays remembered. */
  show(open: boolean): void {
    this.body.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
  }

  private remember(): void {
    try {
      localStorage.setItem(storage, JSON.stringify({ ...remembered(), [this.name]: this.isOpen }));
    } catch {
      // A browser without storage forgets it, no more.
    }
  }
}
