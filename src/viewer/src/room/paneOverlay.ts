import type { View } from '../engine/view.ts';
import { orientationLetters } from '../geometry/orientation.ts';
import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import { scale, type Triple } from '../geometry/vector.ts';
import { html, svg } from './element.ts';
import { circleOutline } from '../labelmap/outline.ts';
import { MeasureOverlay } from './measureOverlay.ts';
import type { Measurement } from './measurements.ts';
import { MissingBands, type SliceRun } from './missingBands.ts';
import { rectangleOutline } from './painter.ts';
import type { Hand } from './tools.ts';

/** What the overlay of one pane shows beside the image. */
export interface PaneScene {
  /** The common point of all views. */
  point: Triple;
  /** Pointer position in this pane, in its pixels, or null when it is elsewhere. */
  pointer: [number, number] | null;
  hu: number | null;
  hand: Hand;
  paints: boolean;
  erases: boolean;
  outline: readonly Triple[];
  crosshairShown: boolean;
  measurements: readonly Measurement[];
  /** Slices that are not there, yet or for good. */
  missing: readonly SliceRun[];
  window: string;
  /** A word about this slice that the reader must not miss, or nothing. */
  remark: string;
}

const names = { axial: 'Axial', sagittal: 'Sagittal', coronal: 'Coronal' };
const barLengths = [1, 2, 5, 10, 20, 50, 100, 200];

/** Letters, slice, position, HU, scale and the drawn marks of one view: the library draws none of these. */
export class PaneOverlay {
  readonly layer = html('div', { class: 'rv-overlay' });
  private readonly letters = {
    top: span('rv-letter rv-n'),
    bottom: span('rv-letter rv-s'),
    left: span('rv-letter rv-w'),
    right: span('rv-letter rv-e'),
  };
  private readonly slice = html('div', { class: 'rv-corner rv-nw' });
  private readonly window = html('div', { class: 'rv-corner rv-ne' });
  private readonly hu = html('div', { class: 'rv-corner rv-sw' });
  private readonly bar = html('div', { class: 'rv-bar' });
  private readonly barText = html('span');
  private readonly lines = [svg('line'), svg('line'), svg('line'), svg('line')];
  private readonly cursor = svg('circle', { class: 'rv-cursor', visibility: 'hidden' });
  private readonly path = svg('polyline', { class: 'rv-path' });
  private readonly remark = html('div', { class: 'rv-remark' });
  private readonly measures: MeasureOverlay;
  private readonly missing: MissingBands;

  constructor(
    private readonly view: View,
    private readonly geometry: SeriesGeometry,
  ) {
    const marks = svg('svg', { class: 'rv-marks', 'aria-hidden': 'true' });
    for (const line of this.lines) line.setAttribute('class', 'rv-cross');
    this.measures = new MeasureOverlay(view);
    this.missing = new MissingBands(view, geometry);
    marks.append(this.missing.layer, ...this.lines, this.measures.layer, this.path, this.cursor);
    this.remark.dataset.testid = `remark-${view.id}`;
    const scaleBar = html('div', { class: 'rv-corner rv-se' }, this.bar, this.barText);
    this.slice.dataset.testid = `slice-${view.id}`;
    this.hu.dataset.testid = `hu-${view.id}`;
    for (const [side, letter] of Object.entries(this.letters))
      letter.dataset.testid = `letter-${view.id}-${side}`;
    this.layer.append(
      marks,
      ...Object.values(this.letters),
      this.slice,
      this.window,
      this.hu,
      scaleBar,
      this.remark,
    );
  }

  draw(scene: PaneScene): void {
    this.drawLetters();
    this.slice.replaceChildren(
      html('b', {}, names[this.view.id]),
      html('span', {}, this.sliceText(scene.point)),
    );
    this.window.textContent = scene.window;
    this.hu.textContent = scene.hu === null ? 'HU –' : `${Math.round(scene.hu)} HU`;
    this.drawBar();
    this.drawCrosshair(scene);
    this.drawCursor(scene);
    this.drawPath(scene);
    this.measures.draw(scene.measurements);
    this.missing.draw(scene.missing, scene.point);
    this.remark.textContent = scene.remark;
  }

  /** Slice number of all, its position in patient mm along the axis of the view, thickness. */
  private sliceText(point: Triple): string {
    const { normal } = this.view.directions();
    const axis = this.geometry.axisAlong(normal);
    const patientAxis = normal.map(Math.abs).indexOf(Math.max(...normal.map(Math.abs)));
    const place = `${'xyz'[patientAxis]} ${signed(point[patientAxis])} mm`;
    if (axis === null) return place;
    const number = this.geometry.clamp(this.geometry.toVoxel(point))[axis] + 1;
    const thickness = axis === 2 ? this.geometry.thickness : null;
    const step = thickness ?? this.geometry.spacing[axis];
    return `${number} / ${this.geometry.dims[axis]}  ·  ${place}  ·  ${Number(step.toFixed(2))} mm`;
  }

  private drawLetters(): void {
    const { right, up } = this.view.directions();
    this.letters.right.textContent = orientationLetters(right);
    this.letters.left.textContent = orientationLetters(scale(right, -1));
    this.letters.top.textContent = orientationLetters(up);
    this.letters.bottom.textContent = orientationLetters(scale(up, -1));
  }

  private drawBar(): void {
    const perMm = this.view.pixelsPerMm();
    const fitting = barLengths.filter((mm) => mm * perMm <= this.view.element.clientWidth / 4);
    const mm = fitting[fitting.length - 1] ?? barLengths[0];
    this.bar.style.width = `${mm * perMm}px`;
    this.barText.textContent = mm >= 10 ? `${mm / 10} cm` : `${mm} mm`;
  }

  private drawCrosshair(scene: PaneScene): void {
    const [x, y] = this.view.toCanvas(scene.point);
    const { clientWidth: width, clientHeight: height } = this.view.element;
    const gap = 14;
    const ends = [
      [0, y, x - gap, y],
      [x + gap, y, width, y],
      [x, 0, x, y - gap],
      [x, y + gap, x, height],
    ];
    this.lines.forEach((line, n) => {
      const shown = scene.crosshairShown && Number.isFinite(x + y);
      line.setAttribute('visibility', shown ? 'visible' : 'hidden');
      if (!shown) return;
      ['x1', 'y1', 'x2', 'y2'].forEach((name, part) => line.setAttribute(name, ends[n][part].toFixed(1)));
    });
  }

  private drawCursor(scene: PaneScene): void {
    const brushes = ['brush', 'sphere', 'threshold', 'eraser'];
    const shown = scene.pointer !== null && scene.paints && brushes.includes(scene.hand.tool);
    this.cursor.setAttribute('visibility', shown ? 'visible' : 'hidden');
    if (!shown) return;
    this.cursor.setAttribute('cx', String(scene.pointer![0]));
    this.cursor.setAttribute('cy', String(scene.pointer![1]));
    this.cursor.setAttribute('r', String(Math.max(2, scene.hand.radiusMm * this.view.pixelsPerMm())));
    this.cursor.classList.toggle('rv-erases', scene.erases);
  }

  private drawPath(scene: PaneScene): void {
    const points = this.outlineToDraw(scene).map((point) =>
      this.view
        .toCanvas(point)
        .map((part) => part.toFixed(1))
        .join(','),
    );
    this.path.setAttribute('points', points.join(' '));
    this.path.classList.toggle('rv-erases', scene.erases);
  }

  private outlineToDraw({ hand, outline }: PaneScene): readonly Triple[] {
    if (hand.tool === 'freehand') return outline;
    if (outline.length < 2) return [];
    const { normal, right } = this.view.directions();
    const closed = (points: Triple[]) => [...points, points[0]];
    if (hand.tool === 'circle' || hand.tool === 'ball') {
      return closed(circleOutline(outline[0], outline[1], normal));
    }
    return hand.tool === 'rectangle' ? closed(rectangleOutline(outline[0], outline[1], right)) : [];
  }
}

function span(className: string): HTMLSpanElement {
  return html('span', { class: className });
}

/** Millimetres with a true minus sign and one decimal. */
export function signed(mm: number): string {
  const rounded = Math.abs(mm) < 0.05 ? 0 : mm;
  return rounded.toFixed(1).replace('-', '−');
}
