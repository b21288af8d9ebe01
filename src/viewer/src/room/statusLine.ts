import type { Series } from '../engine/series.ts';
import type { ContourSession } from './contourSession.ts';
import { html } from './element.ts';
import { signed } from './paneOverlay.ts';
import { clock } from './savePanel.ts';
import type { Hand } from './tools.ts';
import type { Viewing } from './viewing.ts';

/** The line below: where the pointer is in the patient, HU, window, brush, loading, and what is saved. */
export class StatusLine {
  private readonly place = html('span', { 'data-testid': 'status-place' });
  private readonly hu = html('span', { 'data-testid': 'status-hu' });
  private readonly loading = html('span', { 'data-testid': 'status-loading' });
  private readonly brush = html('span');
  private readonly saved = html('span', { class: 'rv-saved', 'data-testid': 'status-saved' });

  constructor(host: HTMLElement) {
    host.replaceChildren(this.place, this.hu, this.brush, this.loading, this.saved);
  }

  show(series: Series, viewing: Viewing, hand: Hand, session: ContourSession | null): void {
    const voxel = viewing.voxelInFocus();
    const inside = series.geometry.contains(voxel);
    const [x, y, z] = inside ? series.geometry.toPatient(voxel) : [NaN, NaN, NaN];
    this.place.textContent = inside
      ? `x ${signed(x)}  y ${signed(y)}  z ${signed(z)} mm   voxel ${voxel.map((v) => v + 1).join(' ')}`
      : 'outside the images';
    const hu = series.huAt(voxel);
    this.hu.textContent = hu === null ? 'HU –' : `${Math.round(hu)} HU`.replace('-', '−');
    this.brush.textContent = `radius ${hand.radiusMm.toFixed(1)} mm${hand.huLock ? `, HU ${hand.range.low} to ${hand.range.high}` : ''}`;
    const { loaded, failed, total } = series.progress;
    const done = loaded + failed;
    this.loading.textContent = viewing.views.isStack || done === total ? '' : `Loading ${done} / ${total}`;
    this.saved.textContent = session ? savedText(session) : 'View only';
  }
}

function savedText(session: ContourSession): string {
  if (session.saving) return 'Saving…';
  if (session.dirty) return draftText(session) || 'Changed';
  return session.version > 0 ? `Saved at ${clock(session.list.savedAt)}` : 'Nothing drawn yet';
}

/** What is known of the draft, in words. */
export function draftText(session: ContourSession): string {
  const status = session.draftStatus;
  switch (status.kind) {
    case 'clean':
      return '';
    case 'pending':
      return 'Keeping draft…';
    case 'kept':
      return session.dirty ? `Draft kept at ${clock(status.at)}` : '';
    case 'local':
      return `Draft only in this browser: ${status.sentence}`;
    case 'conflict':
      return 'Draft not kept: changed elsewhere';
  }
}
