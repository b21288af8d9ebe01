import type { Structure, StructureKind } from '../contracts.ts';
import { provisionalBit } from '../labelmap/labels.ts';
import type { Edit } from '../labelmap/labelmap.ts';
import type { ContourSession } from './contourSession.ts';

/** Undo and redo: a step for which a structure was made takes it off the list again, and puts it back. */
export class UndoSteps {
  /** The list is being changed; what is asked for meanwhile comes after it. */
  private pending: Promise<void> | null = null;

  constructor(private readonly session: ContourSession) {}

  undo(): void {
    this.inTurn(() => {
      const edit = this.session.painter.undo();
      return edit?.made ? this.takeOff(edit.made) : null;
    });
  }

  redo(): void {
    this.inTurn(() => {
      const { painter, list } = this.session;
      const made = painter.history.next?.made;
      if (made && !list.byLabel(made.label)) return this.putBack(made);
      painter.redo();
      return null;
    });
  }

  /** The structure of a kind, made when there is none; null when the server could not. */
  async structureFor(kind: StructureKind): Promise<Structure | null> {
    let found: Structure | null = null;
    await this.session.withList(async (list) => {
      found = await list.ensure(kind);
    });
    return found;
  }

  /** A structure was made for a step: it belongs to it. When nothing came of the step it goes at once. */
  async belongs({ label, kind, side, lobe }: Structure, step: string): Promise<void> {
    const { last } = this.session.painter.history;
    const made = { label, code: { kind, side, lobe } };
    if (last?.label === step && !this.isEmpty(label)) last.made = made;
    else await this.takeOff(made);
  }

  private inTurn(act: () => Promise<void> | null): void {
    if (this.pending) return void this.pending.then(() => this.inTurn(act));
    this.pending =
      act()?.finally(() => {
        this.pending = null;
      }) ?? null;
  }

  /** What was saved of a structure, or drawn in it since, keeps it on the list. */
  private async takeOff(made: NonNullable<Edit['made']>): Promise<void> {
    const { list, painter, structures } = this.session;
    const structure = list.byLabel(made.label);
    if (!structure || structure.version > 0 || !this.isEmpty(made.label)) return;
    const { kind, side, lobe } = structure;
    made.code = { kind, side, lobe };
    if (painter.activeLabel === made.label) painter.activeLabel = structures[0].label;
    painter.locked.delete(made.label);
    await this.session.withList((one) => one.remove(made.label));
  }

  private putBack(made: NonNullable<Edit['made']>): Promise<void> {
    const { painter } = this.session;
    return this.session.withList(async (list) => {
      const again = await list.add(made.code);
      painter.history.relabel(made.label, again.label);
      painter.redo();
    });
  }

  private isEmpty(label: number): boolean {
    const { labelmap } = this.session.painter;
    return labelmap.count(label) + labelmap.count(label | provisionalBit) === 0;
  }
}
