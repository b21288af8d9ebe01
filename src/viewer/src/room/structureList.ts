import type { ReadState, Structure, StructureCode, StructureKind } from '../contracts.ts';
import type { MaskLayer } from '../engine/maskLayer.ts';
import type { ReadClient } from '../server/readClient.ts';

const firstStructure: Structure = {
  id: '',
  name: 'Primary tumour',
  kind: 'primary',
  side: 'none',
  lobe: 'none',
  color: '#e69f00',
  label: 1,
  version: 0,
  voxelCount: 0,
  volumeMl: 0,
  savedAt: null,
};

/** A read without a structure yet begins with the primary tumour. */
export function structuresOf(state: ReadState): Structure[] {
  return state.structures.length > 0 ? state.structures : [firstStructure];
}

/** The lesions of one case. The server gives each its label, so that two windows never use one label for two. */
export class StructureList {
  all: Structure[];
  private saved: number;

  constructor(
    state: ReadState,
    private readonly client: ReadClient,
    private readonly mask: MaskLayer,
  ) {
    this.all = structuresOf(state);
    this.saved = state.version ?? 0;
  }

  /** The save that a new one must be based on: the newest of any structure, also of one taken off since. */
  get version(): number {
    return Math.max(this.saved, ...this.all.map((structure) => structure.version));
  }

  get savedAt(): string | null {
    return this.all.find((structure) => structure.version === this.version)?.savedAt ?? null;
  }

  byLabel(label: number): Structure | undefined {
    return this.all.find((structure) => structure.label === label);
  }

  adopt(structures: Structure[]): void {
    this.all = structures;
    this.mask.setColours(structures);
  }

  /** What the server says of the whole case. */
  adoptState(state: ReadState): void {
    this.saved = state.version ?? 0;
    this.adopt(structuresOf(state));
  }

  /** From which structures a step took voxels, and what keeps them. */
  tellTaken(voxels: ReadonlyMap<number, number>): string {
    const parts = [...voxels].map(([label, count]) => {
      const name = this.byLabel(label)?.name ?? `structure ${label}`;
      return `${count} ${count === 1 ? 'voxel' : 'voxels'} of ${name}`;
    });
    return `This took ${parts.join(' and ')}. Ctrl+Z gives them back; a locked structure keeps its voxels.`;
  }

  async add(code: StructureCode): Promise<Structure> {
    const before = new Set(this.all.map((structure) => structure.label));
    this.adopt(await this.client.addStructure(code));
    return this.all.find((structure) => !before.has(structure.label)) ?? this.all[this.all.length - 1];
  }

  async change(label: number, code: StructureCode): Promise<void> {
    this.adopt(await this.client.changeStructure(label, code));
  }

  async remove(label: number): Promise<void> {
    this.adopt(await this.client.removeStructure(label));
  }

  /** The first structure of a kind; a new one when there is none. */
  async ensure(kind: StructureKind): Promise<Structure> {
    return (
      this.all.find((structure) => structure.kind === kind) ?? this.add({ kind, side: 'none', lobe: 'none' })
    );
  }
}
