import type { GreyWindow } from '../engine/view.ts';

export type ToolId =
  | 'window'
  | 'crosshair'
  | 'brush'
  | 'sphere'
  | 'threshold'
  | 'eraser'
  | 'freehand'
  | 'circle'
  | 'rectangle'
  | 'ball'
  | 'fill'
  | 'grow'
  | 'length'
  | 'ellipse';

const draggedTools: readonly ToolId[] = ['circle', 'rectangle', 'ball', 'length', 'ellipse'];

/** Tools that are dragged from a first place to a second one. */
export const isDragged = (tool: ToolId): boolean => draggedTools.includes(tool);

export interface Tool {
  id: ToolId;
  name: string;
  key: string;
  hint: string;
  paints: boolean;
  /** Path of its icon on a grid of 24. */
  icon: string;
}

export const tools: readonly Tool[] = [
  {
    id: 'window',
    name: 'Window',
    key: 'W',
    hint: 'Drag: sideways width, upwards centre',
    paints: false,
    icon: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18',
  },
  {
    id: 'crosshair',
    name: 'Crosshair',
    key: 'C',
    hint: 'Click or drag: the other views follow',
    paints: false,
    icon: 'M12 2v8M12 14v8M2 12h8M14 12h8',
  },
  {
    id: 'brush',
    name: 'Brush',
    key: 'B',
    hint: 'Paint on this slice; Shift erases',
    paints: true,
    icon: 'M4 20c3 0 5-1 5-4l9-11 2 2-11 9M9 16l-2-2',
  },
  {
    id: 'sphere',
    name: 'Sphere',
    key: 'S',
    hint: 'Paint over all slices that the ball touches; Shift erases',
    paints: true,
    icon: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12c4 4 14 4 18 0',
  },
  {
    id: 'threshold',
    name: 'Threshold',
    key: 'T',
    hint: 'Paint only voxels within the HU range, which . takes from under the brush; Shift erases',
    paints: true,
    icon: 'M4 20V8h4v12M10 20V4h4v16M16 20v-8h4v8',
  },
  {
    id: 'eraser',
    name: 'Eraser',
    key: 'E',
    hint: 'Erase the active structure',
    paints: true,
    icon: 'M8 20h12M4 15l9-10 6 5-9 10H8z',
  },
  {
    id: 'freehand',
    name: 'Freehand',
    key: 'F',
    hint: 'Draw an outline; what it encloses is filled; Shift cuts out',
    paints: true,
    icon: 'M5 14c-3-6 4-11 9-9s9 7 4 12-10 4-13-3',
  },
  {
    id: 'circle',
    name: 'Circle',
    key: 'R',
    hint: 'Drag from the centre; Shift cuts out',
    paints: true,
    icon: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 12h8',
  },
  {
    id: 'rectangle',
    name: 'Rectangle',
    key: 'D',
    hint: 'Drag from corner to corner; Shift cuts out',
    paints: true,
    icon: 'M4 6h16v12H4z',
  },
  {
    id: 'ball',
    name: 'Ball scissors',
    key: 'Z',
    hint: 'Drag from the centre: a ball over all slices; Shift cuts out',
    paints: true,
    icon: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M4 12c4 3 12 3 16 0M12 12l5-5',
  },
  {
    id: 'fill',
    name: 'Fill',
    key: 'Q',
    hint: 'Click inside a closed outline: its inside is filled; Shift takes the clicked island of this slice away',
    paints: true,
    icon: 'M5 12l7-7 7 7-7 7zM5 12h14M20 16c2 3 0 4-1 4s-2-1 1-4',
  },
  {
    id: 'grow',
    name: 'Grow',
    key: 'A',
    hint: 'Click on the tumour: a region within the HU range grows from there',
    paints: true,
    icon: 'M12 10a2 2 0 1 0 0 4a2 2 0 1 0 0-4M12 3v4M12 17v4M3 12h4M17 12h4',
  },
  {
    id: 'length',
    name: 'Length',
    key: 'L',
    hint: 'Drag from end to end: millimetres; Backspace removes the last measurement',
    paints: false,
    icon: 'M4 17L17 4l3 3L7 20zM8 13l2 2M11 10l2 2M14 7l2 2',
  },
  {
    id: 'ellipse',
    name: 'HU ellipse',
    key: 'Y',
    hint: 'Drag from corner to corner: HU of what lies inside; Backspace removes the last measurement',
    paints: false,
    icon: 'M12 6a9 6 0 1 0 0 12a9 6 0 1 0 0-12M9 12h6',
  },
];

export interface WindowPreset extends GreyWindow {
  name: string;
}

export const windowPresets: readonly WindowPreset[] = [
  { name: 'Lung', centre: -600, width: 1500 },
  { name: 'Mediastinum', centre: 40, width: 400 },
  { name: 'Bone', centre: 400, width: 1800 },
  { name: 'Liver', centre: 90, width: 150 },
  { name: 'Wide', centre: 0, width: 2000 },
];

export interface HuRange {
  low: number;
  high: number;
}

export const huPresets: readonly (HuRange & { name: string })[] = [
  { name: 'Solid', low: -150, high: 300 },
  { name: 'Part-solid', low: -750, high: 300 },
  { name: 'Ground glass', low: -750, high: -300 },
  { name: 'Enhancing', low: 40, high: 400 },
];

/** What the reader has in hand. */
export interface Hand {
  tool: ToolId;
  radiusMm: number;
  /** X: painting tools erase, the eraser paints. */
  swapped: boolean;
  /** Eraser and threshold brush as a ball rather than a disk. */
  ball: boolean;
  range: HuRange;
  /** Every painting tool keeps within the HU range. */
  huLock: boolean;
  /** How far a region may grow from its seed, and the radius of the vessels that are cut off it (0: none). */
  growRadiusMm: number;
  vesselMm: number;
}

export const firstHand: Hand = {
  tool: 'window',
  radiusMm: 6,
  swapped: false,
  ball: false,
  range: { low: -150, high: 300 },
  huLock: false,
  growRadiusMm: 40,
  vesselMm: 2.5,
};

export const radiusLimits = { least: 0.5, most: 60 };

/** The next brush radius: steps grow with the brush, and end on half millimetres. */
export function nextRadius(radiusMm: number, up: boolean): number {
  const step =
    radiusMm < 5 || (!up && radiusMm <= 5) ? 0.5 : radiusMm < 15 || (!up && radiusMm <= 15) ? 1 : 2;
  const next = radiusMm + (up ? step : -step);
  return Math.min(radiusLimits.most, Math.max(radiusLimits.least, next));
}
