import { openingMarks } from './engine/loadingPictures.ts';
import type { PaneId } from './engine/view.ts';
import type { Triple } from './geometry/vector.ts';
import { provisionalBit } from './labelmap/labels.ts';
import { voxelHash } from './labelmap/voxelHash.ts';
import type { ReadingRoom } from './room/readingRoom.ts';
import type { ToolId } from './room/tools.ts';

/** Questions and commands of browser tests; every answer comes from the state that the reader works on. */
export interface TestHooks {
  /** Resolves when the room can be used. */
  ready: Promise<void>;
  /** Resolves when every slice has come or failed. */
  loaded(): Promise<void>;
  voxelCount(label?: number): number;
  voxelHash(): string;
  /** Every painted voxel as [i, j, k, label], k in the server's order of slices. */
  voxels(): number[][];
  toPatient(voxel: Triple): Triple;
  /** Patient mm of a place in a pane, in its own pixels. */
  patientMmAt(pane: PaneId, x: number, y: number): Triple;
  worldToCanvas(pane: PaneId, point: Triple): [number, number];
  huAt(voxel: Triple): number | null;
  setTool(tool: ToolId): void;
  setBrushRadius(mm: number): void;
  setHuRange(low: number, high: number): void;
  activate(label: number): void;
  /** Waits for what the server computes. */
  idle(): Promise<void>;
  /** Steps that can be undone. */
  steps(): number;
  provisionalCount(label: number): number;
  measurements(): string[];
  /** Milliseconds from the start of the page until the first image and the whole volume were drawn. */
  openingTimes(): Promise<{ firstImage: number; wholeVolume: number }>;
  goToSlice(pane: PaneId, number: number): Promise<void>;
  goToPatient(point: Triple): Promise<void>;
  state(): {
    dirty: boolean;
    version: number;
    draft: string;
    point: Triple;
    radiusMm: number;
    tool: ToolId;
  } | null;
}

export function testHooks(reading: ReadingRoom, ready: Promise<void>): TestHooks {
  const room = () => {
    if (!reading.room) throw new Error('The reading room is not open.');
    return reading.room;
  };
  const labelmap = () => room().session!.mask.labelmap;
  const view = (pane: PaneId) => room().viewing.views.get(pane)!;
  return {
    ready,
    loaded: () =>
      until(() => {
        const { loaded, failed, total } = room().series.progress;
        return loaded + failed >= total;
      }),
    voxelCount: (label) => labelmap().count(label),
    voxelHash: () => voxelHash(labelmap()),
    voxels: () => paintedVoxels(labelmap()),
    toPatient: (voxel) => room().series.geometry.toPatient(voxel),
    patientMmAt: (pane, x, y) => view(pane).toWorld(x, y),
    worldToCanvas: (pane, point) => view(pane).toCanvas(point),
    huAt: (voxel) => room().series.huAt(voxel),
    setTool: (tool) => room().setTool(tool),
    setBrushRadius: (radiusMm) => room().setHand({ radiusMm }),
    setHuRange: (low, high) => room().setHand({ range: { low, high } }),
    activate: (label) => room().activate(label),
    idle: () => until(() => room().commands?.busy === null),
    steps: () => room().session!.painter.history.length,
    provisionalCount: (label) => labelmap().count(label | provisionalBit),
    measurements: () => room().measurements.all.map((one) => one.text),
    openingTimes: async () => {
      const at = (mark: string) => performance.getEntriesByName(mark).at(-1)?.startTime;
      await until(() => at(openingMarks.wholeVolume) !== undefined);
      return { firstImage: at(openingMarks.firstImage)!, wholeVolume: at(openingMarks.wholeVolume)! };
    },
    goToSlice: (pane, number) => room().viewing.goToSlice(view(pane), number),
    goToPatient: (point) => room().viewing.goTo(point),
    state: () => stateOf(reading),
  };
}

function stateOf({ room }: ReadingRoom) {
  if (!room) return null;
  const { session, viewing, hand } = room;
  return {
    dirty: session?.dirty ?? false,
    version: session?.version ?? 0,
    draft: session?.draftStatus.kind ?? 'clean',
    point: viewing.point,
    radiusMm: hand.radiusMm,
    tool: hand.tool,
  };
}

function paintedVoxels(labelmap: { slices: readonly Uint8Array[]; dims: Triple }): number[][] {
  const nx = labelmap.dims[0];
  return labelmap.slices.flatMap((slice, k) => {
    const found: number[][] = [];
    slice.forEach((label, at) => {
      if (label !== 0) found.push([at % nx, Math.floor(at / nx), k, label]);
    });
    return found;
  });
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 50));
}
