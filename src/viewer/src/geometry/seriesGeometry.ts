import { add, cross, dot, length, normalise, scale, subtract, type Triple } from './vector.ts';

/** Where one slice lies, as its DICOM instance tells. */
export interface SlicePlane {
  sopInstanceUid: string;
  /** Image Position (Patient), mm: centre of the first voxel. */
  position: Triple;
  /** Direction of a row (growing column index) and of a column (growing row index). */
  rowDirection: Triple;
  columnDirection: Triple;
  /** Distance between columns and between rows, mm. */
  columnSpacing: number;
  rowSpacing: number;
  columns: number;
  rows: number;
  thickness: number | null;
}

/**
 * The grid of a series in patient millimetres. Index [i, j, k] counts columns, rows and slices; k is the place
 * in the order of SOP Instance UIDs that the server gives, which the labelmap on the wire uses as well.
 */
export class SeriesGeometry {
  readonly dims: Triple;
  readonly spacing: Triple;
  readonly origin: Triple;
  readonly axes: [Triple, Triple, Triple];
  readonly thickness: number | null;

  /** @param stacked the slices are unevenly spaced or sheared: each place is taken from its own slice. */
  constructor(
    readonly planes: SlicePlane[],
    readonly stacked = false,
  ) {
    const first = planes[0];
    const last = planes[planes.length - 1];
    const normal = normalise(cross(first.rowDirection, first.columnDirection));
    const span = subtract(last.position, first.position);
    const alone = planes.length < 2;
    this.axes = [first.rowDirection, first.columnDirection, alone ? normal : normalise(span)];
    const step = alone ? (first.thickness ?? 1) : length(span) / (planes.length - 1);
    this.spacing = [first.columnSpacing, first.rowSpacing, step];
    this.dims = [first.columns, first.rows, planes.length];
    this.origin = first.position;
    this.thickness = first.thickness;
  }

  get voxelVolumeMl(): number {
    return (this.spacing[0] * this.spacing[1] * this.spacing[2]) / 1000;
  }

  toPatient(index: Triple): Triple {
    let point = this.stacked ? this.planes[index[2]].position : this.origin;
    for (let axis = 0; axis < (this.stacked ? 2 : 3); axis++) {
      point = add(point, scale(this.axes[axis], index[axis] * this.spacing[axis]));
    }
    return point;
  }

  /** Continuous index of a point; round it for the voxel that contains the point. */
  toIndex(point: Triple): Triple {
    if (this.stacked) return this.toIndexOfNearestSlice(point);
    const offset = subtract(point, this.origin);
    return [0, 1, 2].map((axis) => dot(offset, this.axes[axis]) / this.spacing[axis]) as Triple;
  }

  private toIndexOfNearestSlice(point: Triple): Triple {
    const normal = normalise(cross(this.axes[0], this.axes[1]));
    const distances = this.planes.map((plane) => Math.abs(dot(subtract(point, plane.position), normal)));
    const k = distances.indexOf(Math.min(...distances));
    const offset = subtract(point, this.planes[k].position);
    return [dot(offset, this.axes[0]) / this.spacing[0], dot(offset, this.axes[1]) / this.spacing[1], k];
  }

  toVoxel(point: Triple): Triple {
    return this.toIndex(point).map(Math.round) as Triple;
  }

  contains(voxel: Triple): boolean {
    return voxel.every((value, axis) => value >= 0 && value < this.dims[axis]);
  }

  clamp(voxel: Triple): Triple {
    return voxel.map((value, axis) => Math.min(Math.max(value, 0), this.dims[axis] - 1)) as Triple;
  }

  /** The slice nearest to a point. */
  sliceAt(point: Triple): number {
    return this.clamp(this.toVoxel(point))[2];
  }

  /** The axis (0 columns, 1 rows, 2 slices) that runs along a direction, or null when none does. */
  axisAlong(direction: Triple): 0 | 1 | 2 | null {
    const axis = [0, 1, 2].find((candidate) => Math.abs(dot(this.axes[candidate], direction)) > 0.9995);
    return (axis ?? null) as 0 | 1 | 2 | null;
  }

  /** Distance between two neighbouring planes of voxels along a direction that need not be an axis. */
  stepAlong(direction: Triple): number {
    const shares = [0, 1, 2].map((axis) => Math.abs(dot(this.axes[axis], direction)));
    const strongest = shares.indexOf(Math.max(...shares));
    return this.spacing[strongest] * shares[strongest];
  }
}
