import type { FeatureReport } from '../contracts.ts';
import type { HuHistogram, StructureStatistics } from '../labelmap/statistics.ts';
import { html, svg } from './element.ts';
import { nameParts } from './nameParts.ts';
import { signed } from './paneOverlay.ts';

/** The fourth pane: what the voxels of the active structure say, and the radiomic features of its saved version. */
export class StatisticsPane {
  private readonly live = html('div', {
    class: 'rv-live',
    'data-testid': 'statistics',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Statistics of the structure',
  });
  private readonly features = html('div', {
    class: 'rv-features',
    'data-testid': 'features',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Radiomic features',
  });

  constructor(host: HTMLElement) {
    host.append(this.live, this.features);
  }

  /** @param loading Slices still come, so nothing is said of HU. */
  showStructure(name: string, statistics: StructureStatistics, loading: boolean): void {
    const heading = html('h2', {}, name);
    if (statistics.voxelCount === 0) {
      this.live.replaceChildren(
        heading,
        html('p', { class: 'rv-dim' }, 'Nothing drawn yet. B paints, T paints within a HU range.'),
      );
      return;
    }
    const { extentMm, centre, diameters } = statistics;
    const hu = loading ? null : statistics.hu;
    const rows: [string, string][] = [
      ['Volume', `${statistics.volumeMl.toFixed(2)} ml`],
      ['Voxels', String(statistics.voxelCount)],
      ['Slices', String(statistics.sliceCount)],
      [
        'Longest axial',
        diameters ? `${diameters.longestMm.toFixed(1)} mm, slice ${diameters.slice + 1}` : '–',
      ],
      ['Short axis', diameters ? `${diameters.shortMm.toFixed(1)} mm` : '–'],
      ['Box, mm', extentMm ? extentMm.map((mm) => mm.toFixed(1)).join(' × ') : '–'],
      ['Centre, mm', centre ? centre.map(signed).join('  ') : '–'],
      [
        'HU mean ± SD',
        hu
          ? `${signed(hu.mean)} ± ${hu.deviation.toFixed(1)}`
          : loading
            ? 'the CT is still loading'
            : 'no value: slices are missing',
      ],
      ['HU median', hu ? signed(hu.median) : '–'],
      ['HU range', hu ? `${signed(hu.minimum)} to ${signed(hu.maximum)}` : '–'],
    ];
    const table = html(
      'dl',
      {},
      ...rows.flatMap(([term, value]) => [html('dt', {}, term), html('dd', {}, value)]),
    );
    this.live.replaceChildren(
      heading,
      table,
      ...(hu && statistics.histogram ? [histogramPlot(statistics.histogram)] : []),
    );
  }

  /**
   * @param changed Something was drawn since the version of which the features are.
   * @param of The structure that they describe, and the one beside which they stand.
   */
  showFeatures(report: FeatureReport | null, changed: boolean, of: { name: string; beside: string }): void {
    const other =
      of.name === of.beside || report?.state !== 'done'
        ? []
        : [
            html(
              'p',
              { class: 'rv-warn', 'data-testid': 'features-of' },
              `Of ${of.name}, not of ${of.beside}.`,
            ),
          ];
    this.features.replaceChildren(
      html('h2', {}, 'Radiomic features'),
      ...other,
      ...featureParts(report, changed),
    );
  }
}

function featureParts(report: FeatureReport | null, changed: boolean): Node[] {
  if (!report || report.state === 'none') {
    return [html('p', { class: 'rv-dim' }, 'Computed after a version is saved.')];
  }
  if (report.state === 'failed') {
    return [
      html(
        'p',
        { class: 'rv-bad', role: 'alert' },
        `Failed: ${report.message ?? 'the features were not computed.'}`,
      ),
    ];
  }
  if (report.state !== 'done') {
    const bar = html('progress', { max: 1, 'aria-label': 'Progress of the features' });
    if (report.state === 'running' && report.progress !== null) bar.value = shareOf(report.progress);
    return [
      html('p', {}, report.message ?? (report.state === 'queued' ? 'Waiting for a worker' : 'Computing')),
      bar,
    ];
  }
  const rows = report.features.map((feature) =>
    html('tr', {}, html('td', {}, ...breakable(feature.name)), html('td', {}, figure(feature.value))),
  );
  const from = report.version === null ? '' : `, as of the saved version ${report.version}`;
  const count = `${report.features.length} features of ${report.voxelCount ?? '?'} voxels${from}`;
  const behind = 'The contour was changed since: these are not the features of what is drawn now.';
  return [
    html('p', { class: 'rv-dim' }, count),
    ...(changed ? [html('p', { class: 'rv-warn', 'data-testid': 'features-behind' }, behind)] : []),
    html('table', {}, html('tbody', {}, ...rows)),
  ];
}

/** A feature's name with places to break at. */
function breakable(name: string): (string | HTMLElement)[] {
  return nameParts(name).flatMap((part, n) => (n === 0 ? [part] : [html('wbr'), part]));
}

/** Progress may come as a share or in per cent. */
function shareOf(progress: number): number {
  return progress > 1 ? progress / 100 : progress;
}

function figure(value: number): string {
  if (value === null || !Number.isFinite(value)) return 'no value';
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? value.toExponential(4)
    : String(Number(value.toPrecision(6)));
}

function histogramPlot(histogram: HuHistogram): Node {
  const [width, height] = [240, 56];
  const most = Math.max(...histogram.counts);
  const step = width / histogram.counts.length;
  const bars = histogram.counts.map((count, n) => {
    const tall = (count / most) * height;
    return svg('rect', { x: n * step, y: height - tall, width: step * 0.85, height: tall });
  });
  const to = histogram.from + histogram.width * histogram.counts.length;
  return html(
    'figure',
    {},
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${height}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': 'Histogram of HU',
      },
      ...bars,
    ),
    html(
      'figcaption',
      {},
      html('span', {}, `${Math.round(histogram.from)}`),
      html('span', {}, 'HU'),
      html('span', {}, `${Math.round(to)}`),
    ),
  );
}
