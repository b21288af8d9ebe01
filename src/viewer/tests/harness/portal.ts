import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import {
  dims,
  frame,
  instanceJson,
  origin,
  seriesUid,
  sopUid,
  spacing,
  studyUid,
} from './syntheticSeries.ts';

const csp =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self'; base-uri 'self'";
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};
const page = `<!doctype html><html lang="en"><title>Reading room</title><body style="margin:0"><div id="host" class="reading-room"></div><script type="module" src="/start.js"></script></body></html>`;
const barePage = `<!doctype html><html lang="en"><title>Cornerstone3D</title><body style="margin:0"><script type="module" src="/viewer/js/bare.js"></script></body></html>`;
const start = `import { dispose, open } from '/viewer/js/viewer.js';
window.radlHarness = { dispose, open: () => open(document.getElementById('host'), options) };
const asked = new URLSearchParams(location.search);
const largestVolume = asked.has('largest') ? Number(asked.get('largest')) : undefined;
const options = { largestVolume, studyUid: '${studyUid}', seriesUid: asked.get('series') ?? '${seriesUid}', dicomWebRoot: '/dicomweb', readUrl: '/read', subjectCode: 'RADL-0001', antiforgeryToken: 'token' };
window.radlHarness.open();`;

declare global {
  interface Window {
    /** What the page of the harness offers besides the room. */
    radlHarness: { open(): Promise<void>; dispose(): void };
  }
}

/** Answers like the portal for one read of a synthetic series; keeps versions and draft in memory. */
export class HarnessPortal {
  readonly server: Server = createServer((request, response) => void this.answer(request, response));
  versions: Uint8Array[] = [];
  reasons: string[] = [];
  draft: { runs: Uint8Array; revision: number; updatedAt: string } | null = null;
  /** Slices in the order in which their frames were asked for. */
  readonly asked: number[] = [];
  /** The series of each of them. */
  readonly askedOf: string[] = [];
  /** The series of the next case of the worklist, if there is one. */
  nextSeries: string | null = null;
  private readonly frames = new Map<number, Uint8Array>();
  /** Frames of this slice and those above wait until they are let go. */
  heldFrom = Number.POSITIVE_INFINITY;
  private held: (() => void)[] = [];
  /** In a reading plan. */
  isPlanned = false;
  /** A slice whose frame comes damaged. */
  corruptSlice = -1;
  /** Drafts are kept, but whoever sent one never hears of it. */
  losesAnswers = false;
  /** The reader's sign-in has run out. */
  isSignedOut = false;
  /** Structures beside the primary tumour, by their labels. */
  readonly others = new Map<number, { kind: string; side: string; lobe: string }>();
  private lastLabel = 1;
  /** What the server computes of any structure: runs of 0 and 1. */
  computed: Uint8Array = new Uint8Array();
  /** Says that the slices make no volume, and why. */
  stackSentence: string | null = null;
  private savedAt: string | null = null;

  constructor(private readonly viewerFolder: string) {}

  listen(port = 0): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as { port: number }).port));
    });
  }

  /** Makes every frame now, so that a measurement does not wait for it. */
  prepareFrames(): void {
    for (let k = 0; k < dims[2]; k++) this.frames.set(k, frame(k));
  }

  letGo(): void {
    this.heldFrom = Number.POSITIVE_INFINITY;
    for (const answer of this.held.splice(0)) answer();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Content-Security-Policy', csp);
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const body = await bodyOf(request);
    if (path === '/') return send(response, 200, 'text/html', page);
    if (path === '/bare') return send(response, 200, 'text/html', barePage);
    if (path === '/viewer/js/bare.js') {
      return send(response, 200, 'text/javascript', readFileSync('.tests/bare/bare.js'));
    }
    if (path === '/start.js') return send(response, 200, 'text/javascript', start);
    if (path.startsWith('/viewer/')) return this.file(path, response);
    if (path.endsWith('/metadata')) {
      // Deliberately in another order than the labelmap's.
      const shuffled = Array.from({ length: dims[2] }, (_, n) => instanceJson((n * 7 + 3) % dims[2]));
      return send(response, 200, 'application/dicom+json', JSON.stringify(shuffled));
    }
    const instance = /\/instances\/([\d.]+)\/frames\/1$/.exec(path);
    if (instance) {
      this.askedOf.push(/\/series\/([\d.]+)\//.exec(path)?.[1] ?? '');
      return this.frame(instance[1], response);
    }
    return this.read(request, path.slice('/read'.length), body, response);
  }

  private file(path: string, response: ServerResponse): void {
    const file = join(this.viewerFolder, normalize(path.slice('/viewer/'.length)));
    if (!existsSync(file)) return send(response, 404, 'text/plain', '');
    send(response, 200, types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  }

  private frame(uid: string, response: ServerResponse): void {
    const k = Number(uid.slice(sopUid(0).length - 1)) - 1;
    const head = Buffer.from(
      '--b\r\nContent-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1\r\n\r\n',
    );
    this.asked.push(k);
    if (k >= this.heldFrom) {
      this.held.push(() => this.frame(uid, response));
      return;
    }
    const whole = this.frames.get(k) ?? frame(k);
    this.frames.set(k, whole);
    const pixels = k === this.corruptSlice ? whole.slice(0, 100) : whole;
    const bytes = Buffer.concat([head, pixels, Buffer.from('\r\n--b--\r\n')]);
    // As the portal does, so that a case which was fetched ahead comes out of the browser's cache.
    response.setHeader('Cache-Control', 'private, max-age=600');
    response.setHeader('Vary', 'Accept, Cookie, Authorization');
    send(response, 200, 'multipart/related; type="application/octet-stream"; boundary=b', bytes);
  }

  private read(request: IncomingMessage, path: string, body: Uint8Array, response: ServerResponse): void {
    const json = (status: number, value: unknown) =>
      send(response, status, 'application/json', JSON.stringify(value));
    const version = this.versions.length;
    if (this.isSignedOut) return send(response, 401, 'text/plain', '');
    if (path === '/state') return json(200, this.state());
    if (path === '/features')
      return json(
        200,
        version === 0
          ? { state: 'none', progress: null, message: null, version: null, voxelCount: null, features: [] }
          : {
              state: 'done',
              progress: 1,
              message: null,
              version,
              voxelCount: 1,
              features: [{ name: 'original_shape_VoxelVolume', value: 1 }],
            },
      );
    if (path === '/draft' && request.method === 'PUT') {
      const revision = Number(request.headers['if-match']?.replaceAll('"', ''));
      if (revision !== (this.draft?.revision ?? 0))
        return json(409, { message: 'The draft was changed elsewhere.' });
      this.draft = { runs: body, revision: revision + 1, updatedAt: new Date().toISOString() };
      if (this.losesAnswers) return json(503, { message: 'The way to the server is broken.' });
      return json(200, { revision: revision + 1, updatedAt: this.draft.updatedAt });
    }
    if (path === '/draft' && request.method === 'DELETE') {
      const revision = Number(request.headers['if-match']?.replaceAll('"', ''));
      if (this.draft && revision !== this.draft.revision)
        return json(409, { message: 'The draft was changed elsewhere.' });
      this.draft = null;
      return send(response, 204, 'text/plain', '');
    }
    if (path === '/next') {
      const next = this.nextSeries && { id: 'b', studyUid, seriesUid: this.nextSeries };
      return json(200, { case: next, adjudications: 0, reads: next ? 1 : 0 });
    }
    if (path === '/time') return send(response, 204, 'text/plain', '');
    if (path.includes('/compute/'))
      return send(response, 200, 'application/octet-stream', Buffer.from(this.computed));
    if (path === '/structures') this.others.set(++this.lastLabel, JSON.parse(Buffer.from(body).toString()));
    if (request.method === 'DELETE') this.others.delete(Number(path.split('/').at(-1)));
    if (path.startsWith('/structures')) return json(200, this.structures());
    if (path === '/pulse')
      return json(200, {
        version,
        savedAt: this.savedAt,
        draft: this.draft && { revision: this.draft.revision, updatedAt: this.draft.updatedAt },
        isLocked: false,
        isClosed: false,
      });
    if (path === '/versions' && request.method === 'GET') return json(200, []);
    if (path === '/versions') {
      if (Number(request.headers['x-voi-base-version']) !== version)
        return json(409, { message: 'A newer version exists.' });
      this.versions.push(body);
      this.reasons.push(decodeURIComponent(String(request.headers['x-voi-reason'] ?? '')));
      this.draft = null;
      this.savedAt = new Date().toISOString();
      return json(200, {
        version: version + 1,
        voxelCount: 1,
        volumeMl: 1,
        savedAt: this.savedAt,
        jobId: null,
      });
    }
    const runs = path === '/draft' ? this.draft?.runs : this.versions[version - 1];
    if (!runs) return send(response, 204, 'text/plain', '');
    send(response, 200, 'application/octet-stream', Buffer.from(runs));
  }

  private structures(): unknown[] {
    const version = this.versions.length;
    const primary = {
      id: 'a',
      name: 'Primary tumour',
      kind: 'primary',
      side: 'none',
      lobe: 'none',
      color: '#e69f00',
      label: 1,
      version,
      voxelCount: 0,
      volumeMl: 0,
      savedAt: this.savedAt,
    };
    const others = [...this.others].map(([label, code]) => ({
      ...primary,
      ...code,
      id: String(label),
      name: code.kind,
      color: '#56b4e9',
      label,
      version: 0,
    }));
    return [primary, ...others];
  }

  private state(): unknown {
    const version = this.versions.length;
    return {
      seriesUid,
      studyUid,
      subjectCode: 'RADL-0001',
      dims,
      sopInstanceUids: Array.from({ length: dims[2] }, (_, k) => sopUid(k)),
      origin,
      spacing,
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      geometry: this.stackSentence ? 'stack' : 'volume',
      geometryMessage: this.stackSentence,
      structures: this.structures(),
      version,
      draft: this.draft && { revision: this.draft.revision, updatedAt: this.draft.updatedAt },
      readOnly: false,
      isPlanned: this.isPlanned,
      minimumVoxels: 1,
      frameOfReferenceUid: '2.25.13',
    };
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'Content-Type': type });
  response.end(status === 204 ? undefined : body);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return new Uint8Array(Buffer.concat(parts));
}
