import type { Structure, StructureKind } from '../contracts.ts';
import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import type { Triple } from '../geometry/vector.ts';
import { islands } from '../labelmap/islands.ts';
import type { Labelmap } from '../labelmap/labelmap.ts';
import { provisionalSlices } from '../labelmap/steps.ts';

/** One doubt about what is about to be saved. */
export interface Doubt {
  /** A stop must be mended; what is asked may be meant and is saved on the second try. */
  level: 'stop' | 'ask';
  sentence: string;
  label: number;
  /** Where to look, patient mm; null when there is no place. */
  place: Triple | null;
  /** Further places of the same doubt, one after the other. */
  more?: readonly Triple[];
}

export interface CheckedCase {
  labelmap: Labelmap;
  structures: readonly Structure[];
  geometry: SeriesGeometry;
  hu(k: number): ArrayLike<number> | null;
  minimumVoxels: number;
}

/** Air in every window: lung with its vessels lies well above. */
const airHu = -950;
const denseHu = 1500;
/** HU below which half of a structure is lung rather than what its name says; a shell may lie in lung. */
const lungBelow: Partial<Record<StructureKind, number>> = { primary: -750, metastasis: -750, node: -150 };
const specksBelowVoxels = 10;
/** So many islands are told one by one; of more, how many there are. */
const toldIslands = 4;

/** What a save would be questioned for, stops first. */
export function doubtsOf(read: CheckedCase): Doubt[] {
  const doubts = read.structures.flatMap((structure) => doubtsOfOne(read, structure));
  if (!read.structures.some((structure) => structure.kind === 'primary')) {
    doubts.push({
      level: 'stop',
      sentence: 'No structure is the primary tumour. Name one on the right.',
      label: read.structures[0]?.label ?? 1,
      place: null,
    });
  }
  return doubts.sort((a, b) => Number(b.level === 'stop') - Number(a.level === 'stop'));
}

function doubtsOfOne(read: CheckedCase, structure: Structure): Doubt[] {
  const { labelmap, geometry } = read;
  const { label, name } = structure;
  const found: Doubt[] = [];
  const doubt = (level: Doubt['level'], sentence: string, voxel: Triple | null, more: Triple[] = []) => {
    const place = voxel && geometry.toPatient(voxel);
    found.push({ level, sentence, label, place, more: more.map((at) => geometry.toPatient(at)) });
  };
  const unconfirmed = provisionalSlices(labelmap, label);
  if (unconfirmed.length > 0) {
    const k = unconfirmed[0];
    const at = labelmap.slices[k].findIndex((value) => value === (label | 128));
    doubt(
      'stop',
      `${name}: ${count(unconfirmed.length, 'slice is', 'slices are')} provisional. Confirm (Ctrl+Enter) or drop (Ctrl+Delete) them.`,
      voxelAt(labelmap, k, at),
    );
  }
  const voxels = labelmap.count(label);
  if (voxels === 0) {
    if (structure.kind === 'primary') doubt('stop', `${name}: nothing is drawn yet.`, null);
    else if (structure.version > 0) {
      doubt(
        'stop',
        `${name} was saved before and is empty now. Remove it from the list, or draw it again.`,
        null,
      );
    }
    return found;
  }
  const parts = islands(labelmap, label);
  const first = parts[0].first;
  if (structure.kind === 'primary' && voxels < read.minimumVoxels) {
    doubt(
      'stop',
      `${name}: only ${count(voxels, 'voxel', 'voxels')}; this study asks for at least ${read.minimumVoxels}.`,
      first,
    );
  } else if (voxels < specksBelowVoxels) {
    doubt('ask', `${name}: only ${count(voxels, 'voxel', 'voxels')}. Is that all of it?`, first);
  }
  // One lesion is one island: whatever lies apart from the largest is asked about, large or small.
  if (parts.length > 1 && unconfirmed.length === 0) {
    const sizes = parts.slice(0, toldIslands).map((part) => sizeOf(part.voxels, geometry.voxelVolumeMl));
    const rest = parts.length - sizes.length;
    doubt(
      'ask',
      `${name} has ${parts.length} islands: ${sizes.join(', ')}${rest > 0 ? ` and ${rest} smaller` : ''}. Is that one lesion? Alt+1 keeps the largest, Alt+2 drops small ones.`,
      parts[1].first,
      parts.slice(2).map((part) => part.first),
    );
  }
  const gap = unconfirmed.length > 0 ? null : missingSlice(labelmap, label);
  if (gap)
    doubt(
      'ask',
      `${name} is not drawn on slice ${gap[2] + 1}, between two slices on which it is. I fills it.`,
      gap,
    );
  const edge = voxelAtEdge(labelmap, label);
  if (edge) doubt('ask', `${name} reaches the edge of the images: part of it may lie outside.`, edge);
  const strange = implausible(read, structure);
  if (strange) doubt('ask', `${name}: ${strange.sentence}`, strange.voxel);
  return found;
}

/** Of an island: in ml, and where that says too little in voxels. */
const sizeOf = (voxels: number, voxelVolumeMl: number): string =>
  voxels * voxelVolumeMl >= 0.05
    ? `${(voxels * voxelVolumeMl).toFixed(2)} ml`
    : count(voxels, 'voxel', 'voxels');

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

function voxelAt(labelmap: Labelmap, k: number, at: number): Triple {
  return [at % labelmap.dims[0], Math.floor(at / labelmap.dims[0]), k];
}

/** A place on the first slice that is empty between drawn ones. */
function missingSlice(labelmap: Labelmap, label: number): Triple | null {
  let lastDrawn = -1;
  let lastPlace = 0;
  for (let k = 0; k < labelmap.dims[2]; k++) {
    const at = labelmap.isPainted(k) ? labelmap.slices[k].indexOf(label) : -1;
    if (at < 0) continue;
    if (lastDrawn >= 0 && k - lastDrawn > 1) return voxelAt(labelmap, lastDrawn + 1, lastPlace);
    [lastDrawn, lastPlace] = [k, at];
  }
  return null;
}

function voxelAtEdge(labelmap: Labelmap, label: number): Triple | null {
  const [nx, ny, nz] = labelmap.dims;
  for (let k = 0; k < nz; k++) {
    if (!labelmap.isPainted(k)) continue;
    const slice = labelmap.slices[k];
    for (let at = slice.indexOf(label); at >= 0; at = slice.indexOf(label, at + 1)) {
      const [x, y] = [at % nx, Math.floor(at / nx)];
      if (x === 0 || y === 0 || x === nx - 1 || y === ny - 1 || (nz > 1 && (k === 0 || k === nz - 1))) {
        return [x, y, k];
      }
    }
  }
  return null;
}

/** Much air, lung or metal within a lesion: it was drawn beside it, or on another series. */
function implausible(
  read: CheckedCase,
  { label, kind }: Structure,
): { sentence: string; voxel: Triple } | null {
  const { labelmap } = read;
  const seen = { voxels: 0, air: 0, dense: 0, lung: 0 };
  const lungHu = lungBelow[kind] ?? -Infinity;
  let lung: Triple | null = null;
  let air: Triple | null = null;
  let dense: Triple | null = null;
  for (let k = 0; k < labelmap.dims[2]; k++) {
    const values = labelmap.isPainted(k) ? read.hu(k) : null;
    if (!values) continue;
    const slice = labelmap.slices[k];
    for (let at = slice.indexOf(label); at >= 0; at = slice.indexOf(label, at + 1)) {
      seen.voxels++;
      if (values[at] < lungHu) {
        seen.lung++;
        lung ??= voxelAt(labelmap, k, at);
      }
      if (values[at] < airHu) {
        seen.air++;
        air ??= voxelAt(labelmap, k, at);
      } else if (values[at] > denseHu) {
        seen.dense++;
        dense ??= voxelAt(labelmap, k, at);
      }
    }
  }
  const share = (part: number) => Math.round((100 * part) / seen.voxels);
  if (air && share(seen.air) >= 20) return { sentence: `${share(seen.air)}% of it is air.`, voxel: air };
  if (dense && share(seen.dense) >= 20) {
    return { sentence: `${share(seen.dense)}% of it is denser than bone.`, voxel: dense };
  }
  if (lung && share(seen.lung) >= 50) {
    const tissue = kind === 'node' ? 'fat or lung rather than a lymph node' : 'lung rather than a lesion';
    return { sentence: `${share(seen.lung)}% of it lies below −${-lungHu} HU: ${tissue}.`, voxel: lung };
  }
  return null;
}
