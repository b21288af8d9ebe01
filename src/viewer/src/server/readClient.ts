import type {
  AdjudicationChoice,
  AdjudicationState,
  ApprovalState,
  DraftMark,
  FeatureReport,
  ReadPulse,
  ReadState,
  SavedCase,
  SavedVersion,
  Structure,
  StructureCode,
} from '../contracts.ts';

/** The server said no, in a sentence for the reader. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

/** The server could not be reached at all; what was drawn stays in this browser. */
export class Unreachable extends Error {}

export interface StoredLabelmap {
  runs: Uint8Array<ArrayBuffer>;
  version: string | null;
}

export interface SaveRequest {
  runs: Uint8Array<ArrayBuffer>;
  baseVersion: number;
  reason: string | null;
  idempotencyKey: string;
  /** In an adjudication, what was taken in this case, the last first. */
  acts: readonly AdjudicationChoice[];
}

export type ComputationKind =
  | 'interpolate'
  | 'grow'
  | 'largest-island'
  | 'small-islands'
  | 'fill-holes'
  | 'smooth'
  | 'margin'
  | 'shell';

export interface Computed {
  runs: Uint8Array<ArrayBuffer>;
  /** Of a grown region: share of its outermost layer that it fills. */
  shareAtLimit: number | null;
}

/** What the server read of a SEG or RTSTRUCT; runs in base64. */
export interface ForeignFile {
  kind: string;
  regions: { name: string; voxelCount: number; volumeMl: number; runs: string }[];
  notes: string[];
}

/** What the server keeps of a read. */
export interface StoredWork {
  runs: Uint8Array<ArrayBuffer> | null;
  isDraft: boolean;
}

/** What comes after a case. */
export interface NextStep {
  /** Of the same kind, a read or an adjudication; null when none is left. Without an id nobody has begun it. */
  case: { id: string | null; studyUid: string; seriesUid: string } | null;
  /** Other cases that can be adjudicated, and read, now. */
  adjudications: number;
  reads: number;
}

const octets = 'application/octet-stream';

const sentences: Record<number, string> = {
  401: 'You are signed out. Sign in again in another tab, then save here; nothing drawn here is lost.',
  403: 'You may not change this read.',
  404: 'This read is no longer there: the series may have been withdrawn.',
  413: 'The labelmap is too large for the server.',
};

/** Speaks to the endpoints of one read. */
export class ReadClient {
  constructor(
    private readonly readUrl: string,
    private antiforgeryToken?: string,
  ) {}

  async state(): Promise<ReadState> {
    return (await this.send('/state')).json();
  }

  async pulse(): Promise<ReadPulse> {
    return (await this.send('/pulse')).json();
  }

  draft(): Promise<StoredLabelmap | null> {
    return this.runs('/draft');
  }

  /** The newest saved version. */
  newest(): Promise<StoredLabelmap | null> {
    return this.runs('/labelmap');
  }

  async features(): Promise<FeatureReport> {
    return (await this.send('/features')).json();
  }

  /** The draft if there is one that may go on, else the newest saved version. */
  async stored(state: ReadState): Promise<StoredWork> {
    const draft = state.draft && !state.readOnly ? await this.draft() : null;
    const kept = draft ?? (await this.newest());
    return { runs: kept?.runs ?? null, isDraft: draft !== null };
  }

  async putDraft(
    runs: Uint8Array<ArrayBuffer>,
    revision: number,
    baseVersion: number,
    keepalive = false,
  ): Promise<DraftMark> {
    const headers = {
      'Content-Type': octets,
      'If-Match': `"${revision}"`,
      'X-Voi-Base-Version': String(baseVersion),
      ...(await this.antiforgery()),
    };
    return (await this.send('/draft', { method: 'PUT', headers, body: runs, keepalive })).json();
  }

  /** Gives up the draft of that revision; one that another window wrote since stays. */
  async dropDraft(revision: number): Promise<void> {
    const headers = { 'If-Match': `"${revision}"`, ...(await this.antiforgery()) };
    await this.send('/draft', { method: 'DELETE', headers });
  }

  async save(request: SaveRequest): Promise<SavedVersion> {
    const headers: Record<string, string> = {
      'Content-Type': octets,
      'X-Voi-Base-Version': String(request.baseVersion),
      'Idempotency-Key': request.idempotencyKey,
      ...(await this.antiforgery()),
    };
    // Header values are bytes: anything beyond ASCII travels percent-encoded.
    if (request.reason) headers['X-Voi-Reason'] = encodeURIComponent(request.reason);
    if (request.acts.length > 0) headers['X-Voi-Acts'] = request.acts.join(',');
    return (await this.send('/versions', { method: 'POST', headers, body: request.runs })).json();
  }

  /** Asks the server to compute on the labelmap in hand; the answer is a mask of the structure. */
  async compute(
    label: number,
    kind: ComputationKind,
    runs: Uint8Array<ArrayBuffer>,
    numbers: Record<string, number | boolean> = {},
  ): Promise<Computed> {
    const query = new URLSearchParams(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
    const headers = { 'Content-Type': octets, ...(await this.antiforgery()) };
    const path = `/structures/${label}/compute/${kind}?${query}`;
    const response = await this.send(path, { method: 'POST', headers, body: runs });
    const share = response.headers.get('X-Voi-Share-At-Limit');
    return {
      runs: new Uint8Array(await response.arrayBuffer()),
      shareAtLimit: share === null ? null : Number(share),
    };
  }

  /** Looks at what comes after this case. */
  async next(): Promise<NextStep> {
    return (await this.send('/next')).json();
  }

  /** What comes after this case; the next adjudication is begun by that. */
  async goOn(): Promise<NextStep> {
    return (await this.send('/next', { method: 'POST', headers: await this.antiforgery() })).json();
  }

  /** Says that the read is done with its newest version. */
  async done(): Promise<void> {
    await this.send('/done', { method: 'POST', headers: await this.antiforgery() });
  }

  /** Adds seconds of reading. */
  async countTime(seconds: number, keepalive: boolean): Promise<void> {
    const headers = await this.antiforgery();
    await this.send(`/time?seconds=${seconds}`, { method: 'POST', headers, keepalive });
  }

  async versions(): Promise<SavedCase[]> {
    return (await this.send('/versions')).json();
  }

  /** Has the server read a SEG or RTSTRUCT onto the grid of this series; nothing of it is kept there. */
  async foreign(file: Blob): Promise<ForeignFile> {
    const headers = { 'Content-Type': octets, ...(await this.antiforgery()) };
    return (await this.send('/foreign', { method: 'POST', headers, body: file })).json();
  }

  /** Both VOIs of an adjudication, names hidden, and by what they differ. */
  async adjudication(): Promise<AdjudicationState> {
    return (await this.send('/adjudication')).json();
  }

  /** Has the server make one VOI of the two: runs of 0 and 1. */
  async adjudicate(choice: AdjudicationChoice): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.send(`/adjudication/${choice}`)).arrayBuffer());
  }

  approve(number: number, password: string): Promise<ApprovalState> {
    return this.post('/approval', { number, password });
  }

  askToUnlock(reason: string): Promise<ApprovalState> {
    return this.post('/unlock-requests', { reason });
  }

  /** The structures after one was added. */
  addStructure(code: StructureCode): Promise<Structure[]> {
    return this.json('/structures', 'POST', code);
  }

  changeStructure(label: number, code: StructureCode): Promise<Structure[]> {
    return this.json(`/structures/${label}`, 'PUT', code);
  }

  removeStructure(label: number): Promise<Structure[]> {
    return this.json(`/structures/${label}`, 'DELETE');
  }

  private async post(path: string, body: unknown): Promise<ApprovalState> {
    const headers = { 'Content-Type': 'application/json', ...(await this.antiforgery()) };
    return (await this.send(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  }

  private async json(path: string, method: string, body?: unknown): Promise<Structure[]> {
    const headers = { 'Content-Type': 'application/json', ...(await this.antiforgery()) };
    return (
      await this.send(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    ).json();
  }

  private async antiforgery(): Promise<Record<string, string>> {
    if (!this.antiforgeryToken) {
      const answer = await fetch('/antiforgery', { credentials: 'same-origin', cache: 'no-store' }).catch(
        () => null,
      );
      if (!answer) throw new Unreachable('The server cannot be reached.');
      if (answer.ok && !answer.redirected) this.antiforgeryToken = (await answer.text()).trim();
    }
    return this.antiforgeryToken ? { RequestVerificationToken: this.antiforgeryToken } : {};
  }

  private async runs(path: string): Promise<StoredLabelmap | null> {
    const response = await this.send(path);
    if (response.status === 204) return null;
    const runs = new Uint8Array(await response.arrayBuffer());
    return { runs, version: response.headers.get('ETag')?.replaceAll('"', '') ?? null };
  }

  private async send(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.readUrl + path, { credentials: 'same-origin', cache: 'no-store', ...init });
    } catch {
      throw new Unreachable('The server cannot be reached.');
    }
    if (response.ok && !response.redirected) return response;
    const status = response.redirected ? 401 : response.status;
    // The token may belong to an earlier sign-in: the next try asks for a new one.
    if (status === 400) this.antiforgeryToken = undefined;
    throw new Refusal(status, await sentenceOf(response, status));
  }
}

async function sentenceOf(response: Response, status: number): Promise<string> {
  if (response.headers.get('Content-Type')?.includes('json')) {
    const body = await response.json().catch(() => null);
    const sentence = body?.message ?? body?.detail;
    if (typeof sentence === 'string') return sentence;
  }
  return sentences[status] ?? `The server could not do this (status ${status}).`;
}
