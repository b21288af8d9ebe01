import { html } from './element.ts';
import { type Hand, huPresets, radiusLimits, tools } from './tools.ts';

/** Options of the tool in hand: brush size, ball, HU range and its lock. */
export class OptionsPanel {
  private readonly title = html('span');
  private readonly hint = html('p', { class: 'rv-dim' });
  private readonly radius = html('input', {
    type: 'range',
    min: radiusLimits.least,
    max: radiusLimits.most,
    step: 0.5,
    'aria-label': 'Brush radius in millimetres',
  });
  private readonly radiusText = html('output');
  private readonly ball = html('input', { type: 'checkbox' });
  private readonly lock = html('input', { type: 'checkbox' });
  private readonly low = html('input', { type: 'number', step: 10, 'aria-label': 'Lowest HU' });
  private readonly high = html('input', { type: 'number', step: 10, 'aria-label': 'Highest HU' });
  private readonly preset = html('select', { 'aria-label': 'HU range preset' });
  private readonly sizeRow = html('label', { class: 'rv-row' }, 'Radius', this.radius, this.radiusText);
  private readonly ballRow = html(
    'label',
    { class: 'rv-check' },
    this.ball,
    'Ball over all slices',
    html('kbd', {}, 'V'),
  );
  private readonly rangeRows = html(
    'div',
    { class: 'rv-range' },
    html('label', { class: 'rv-row' }, 'HU range', this.preset),
    html('div', { class: 'rv-row' }, this.low, html('span', {}, 'to'), this.high, html('span', {}, 'HU')),
    html('label', { class: 'rv-check' }, this.lock, 'Every tool keeps within it', html('kbd', {}, 'K')),
  );

  private readonly reach = html('input', {
    type: 'number',
    min: 1,
    max: 150,
    step: 5,
    'aria-label': 'Largest radius in millimetres',
  });
  private readonly vessel = html('input', {
    type: 'number',
    min: 0,
    max: 10,
    step: 0.5,
    'aria-label': 'Vessel cut in millimetres',
  });
  private readonly growRows = html(
    'div',
    { class: 'rv-range' },
    html('label', { class: 'rv-row' }, 'At most', this.reach, 'mm from the seed'),
    html('label', { class: 'rv-row' }, 'Cut vessels up to', this.vessel, 'mm radius'),
  );

  constructor(host: HTMLElement, change: (part: Partial<Hand>) => void) {
    this.preset.append(html('option', { value: '' }, 'Own'));
    huPresets.forEach((range, n) => this.preset.append(html('option', { value: n }, range.name)));
    this.radius.addEventListener('input', () => change({ radiusMm: Number(this.radius.value) }));
    this.ball.addEventListener('change', () => change({ ball: this.ball.checked }));
    this.lock.addEventListener('change', () => change({ huLock: this.lock.checked }));
    this.preset.addEventListener('change', () => {
      const chosen = huPresets[Number(this.preset.value)];
      if (this.preset.value !== '' && chosen) change({ range: { low: chosen.low, high: chosen.high } });
    });
    for (const field of [this.low, this.high]) {
      field.addEventListener('change', () => {
        const ends = [Number(this.low.value), Number(this.high.value)].sort((a, b) => a - b);
        change({ range: { low: ends[0], high: ends[1] } });
      });
    }
    this.reach.addEventListener('change', () => change({ growRadiusMm: within(this.reach, 1, 150) }));
    this.vessel.addEventListener('change', () => change({ vesselMm: within(this.vessel, 0, 10) }));
    host.append(
      html('h2', {}, this.title),
      this.hint,
      this.sizeRow,
      this.ballRow,
      this.rangeRows,
      this.growRows,
    );
  }

  show(hand: Hand): void {
    const tool = tools.find((candidate) => candidate.id === hand.tool)!;
    const sized = ['brush', 'sphere', 'threshold', 'eraser'].includes(hand.tool);
    this.title.textContent = hand.swapped && tool.paints ? `${tool.name} (swapped)` : tool.name;
    this.hint.textContent = tool.hint;
    this.sizeRow.hidden = !sized;
    this.ballRow.hidden = hand.tool !== 'threshold' && hand.tool !== 'eraser';
    this.rangeRows.hidden = !tool.paints;
    this.growRows.hidden = hand.tool !== 'grow';
    this.reach.value = String(hand.growRadiusMm);
    this.vessel.value = String(hand.vesselMm);
    this.radius.value = String(hand.radiusMm);
    this.radiusText.textContent = `${hand.radiusMm.toFixed(1)} mm`;
    this.ball.checked = hand.ball;
    this.lock.checked = hand.huLock;
    this.low.value = String(hand.range.low);
    this.high.value = String(hand.range.high);
    const known = huPresets.findIndex(
      (range) => range.low === hand.range.low && range.high === hand.range.high,
    );
    this.preset.value = known < 0 ? '' : String(known);
  }
}

/** The number in a field, brought into its limits; what is no number becomes the lower one. */
export function within(field: HTMLInputElement, least: number, most: number): number {
  return Math.min(most, Math.max(least, Number(field.value) || least));
}
