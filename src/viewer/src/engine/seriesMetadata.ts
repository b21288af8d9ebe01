import type { SlicePlane } from '../geometry/seriesGeometry.ts';
import type { Triple } from '../geometry/vector.ts';

/** One instance in DICOM's JSON model (PS3.18 annex F). */
export type InstanceJson = Record<string, { vr: string; Value?: unknown[] }>;

const tags = {
  sopInstanceUid: '00080018',
  thickness: '00180050',
  position: '00200032',
  orientation: '00200037',
  rows: '00280010',
  columns: '00280011',
  pixelSpacing: '00280030',
};

export async function fetchSeriesMetadata(seriesRoot: string): Promise<InstanceJson[]> {
  const headers = { Accept: 'application/dicom+json' };
  const response = await fetch(`${seriesRoot}/metadata`, { credentials: 'same-origin', headers }).catch(
    () => null,
  );
  if (!response) throw new Error('The server cannot be reached.');
  if (response.status === 404) throw new Error('This series is no longer there: it may have been withdrawn.');
  if (!response.ok || response.redirected) throw new Error('The images of this series cannot be read.');
  return response.json();
}

export function sopInstanceUidOf(instance: InstanceJson): string {
  return String(instance[tags.sopInstanceUid]?.Value?.[0]);
}

export function slicePlaneOf(instance: InstanceJson): SlicePlane {
  const numbers = (tag: string, count: number): number[] => {
    const values = (instance[tag]?.Value ?? []).map(Number);
    if (values.length < count || values.some(Number.isNaN)) {
      throw new Error('A slice of this series does not tell where it lies.');
    }
    return values;
  };
  const orientation = numbers(tags.orientation, 6);
  const [rowSpacing, columnSpacing] = numbers(tags.pixelSpacing, 2);
  const thickness = Number(instance[tags.thickness]?.Value?.[0]);
  return {
    sopInstanceUid: sopInstanceUidOf(instance),
    position: numbers(tags.position, 3) as Triple,
    rowDirection: orientation.slice(0, 3) as Triple,
    columnDirection: orientation.slice(3, 6) as Triple,
    rowSpacing,
    columnSpacing,
    rows: numbers(tags.rows, 1)[0],
    columns: numbers(tags.columns, 1)[0],
    thickness: thickness > 0 ? thickness : null,
  };
}
