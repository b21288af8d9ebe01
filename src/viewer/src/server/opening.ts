import type { OpenOptions, ReadState } from '../contracts.ts';
import { fetchSeriesMetadata, type InstanceJson, sopInstanceUidOf } from '../engine/seriesMetadata.ts';
import type { Triple } from '../geometry/vector.ts';
import { centreOfRuns } from '../labelmap/runLengths.ts';
import { FrameSource } from './frameSource.ts';
import { type KeptWork, readLocalCopy } from './localCopy.ts';
import { ReadClient } from './readClient.ts';

/** What opening a read asks the portal for, asked at once: the code that shows it comes meanwhile. */
export interface Opening {
  client: ReadClient;
  state: Promise<ReadState>;
  kept: Promise<KeptWork>;
  series: Promise<OpenedSeries>;
}

export interface OpenedSeries {
  /** In the order of the labelmap's slices. */
  instances: InstanceJson[];
  frames: FrameSource;
  /** Voxel in the middle of what was drawn, else of the images. */
  middle: Triple;
}

export function askFor(options: OpenOptions): Opening {
  const client = new ReadClient(options.readUrl, options.antiforgeryToken);
  const root = `${options.dicomWebRoot}/studies/${options.studyUid}/series/${options.seriesUid}`;
  const metadata = withoutAlarm(fetchSeriesMetadata(root));
  const local = readLocalCopy(options.readUrl);
  const state = withoutAlarm(stateOf(client, options));
  const kept = withoutAlarm(
    state.then((read) => ({ local: withoutAlarm(local), stored: withoutAlarm(client.stored(read)) })),
  );
  const series = withoutAlarm(openSeries(new URL(root, location.href).href, state, metadata, kept));
  return { client, state, kept, series };
}

async function stateOf(client: ReadClient, options: OpenOptions): Promise<ReadState> {
  const state = await client.state();
  state.readOnly ||= options.readOnly ?? false;
  return state;
}

async function openSeries(
  root: string,
  asked: Promise<ReadState>,
  metadata: Promise<InstanceJson[]>,
  kept: Promise<KeptWork>,
): Promise<OpenedSeries> {
  const [state, found] = await Promise.all([asked, metadata]);
  const byUid = new Map(found.map((instance) => [sopInstanceUidOf(instance), instance]));
  const instances = state.sopInstanceUids.map((uid) => {
    const instance = byUid.get(uid);
    if (!instance) throw new Error('A slice of this series is missing on the server.');
    return instance;
  });
  const frames = new FrameSource(state.sopInstanceUids.map((uid) => `${root}/instances/${uid}/frames/1`));
  const middle = await middleOf(state, kept);
  frames.near = middle[2];
  return { instances, frames, middle };
}

async function middleOf(state: ReadState, kept: Promise<KeptWork>): Promise<Triple> {
  const stored = await kept.then((work) => work.stored).catch(() => null);
  const drawn = stored?.runs && centreOfRuns(stored.runs, state.structures[0]?.label ?? 1, state.dims);
  return drawn || (state.dims.map((size) => Math.floor(size / 2)) as Triple);
}

/** For what is asked for early: when it fails, whoever waits for it later hears of it. */
function withoutAlarm<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}
