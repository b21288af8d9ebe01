// Sends files to the server, a request a file, several at once. Survives lost connections and a restarted server; knows what is there already by SHA-256.
const PARALLEL = 4;
const AHEAD = 50;
const LARGEST_FILE = 64 * 1024 * 1024;
const LONGEST_PAUSE = 15000;

export class UploadRun {
  /** onChange is called after every file and when waiting begins or ends. */
  constructor(study, items, onChange) {
    Object.assign(this, { study, items, onChange });
    this.total = items.reduce((sum, i) => sum + i.size, 0);
    this.counts = {};
    this.series = new Map();
    this.problems = [];
    this.warnings = new Map();
    this.summary = null;
    this.done = this.bytes = this.sent = 0;
    this.state = "running";
    this.waiting = "";
    this.stop = new AbortController();
    this.begun = performance.now();
    this.recent = [];
  }

  get address() {
    return `/studies/${this.study}/uploads/${this.id}`;
  }

  async start() {
    try {
      const { id } = await this.#json("POST", `/studies/${this.study}/uploads`, { files: this.items.length });
      this.id = id;
      await this.#sendAll(this.items.map((_, i) => i + 1));
      await this.#finish();
      this.state = "done";
    } catch (failure) {
      const isCancelled = this.stop.signal.aborted;
      this.failure = failure.message;
      if (isCancelled && this.id) await this.#finish().catch(() => {});
      this.state = isCancelled ? "cancelled" : "failed";
    }
    this.onChange();
  }

  cancel() {
    this.stop.abort();
  }

  /** Bytes a second over the last ten seconds, and seconds left. */
  speed() {
    const now = performance.now();
    this.recent = this.recent.filter(([at]) => now - at < 10000);
    const span = Math.max(0.5, Math.min(10, (now - this.begun) / 1000));
    const speed = this.recent.reduce((sum, [, size]) => sum + size, 0) / span;
    return { speed, left: speed > 0 ? (this.total - this.bytes) / speed : null, seconds: (now - this.begun) / 1000 };
  }

  async #sendAll(numbers) {
    let next = 0;
    const ready = [];
    let looking = null;
    let failure = null;
    const look = async () => {
      // A batch ahead: hashed, and asked for at once which of it are there already.
      const batch = numbers.slice(next, next + AHEAD);
      next += batch.length;
      ready.push(...(await this.#unknown(batch)));
    };
    const worker = async () => {
      while (!this.stop.signal.aborted) {
        if (failure) throw failure;
        if (ready.length <= PARALLEL && next < numbers.length && !looking) looking = look().catch((e) => (failure = e)).finally(() => (looking = null));
        const file = ready.shift();
        if (file) await this.#send(file);
        else if (looking) await looking;
        else if (next >= numbers.length) return;
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    if (this.stop.signal.aborted) throw new Error("Cancelled.");
  }

  async #unknown(numbers) {
    const files = [];
    for (const number of numbers) {
      if (this.stop.signal.aborted) return [];
      const item = this.items[number - 1];
      try {
        if (item.size > LARGEST_FILE) throw new Error("The file is larger than 64 MB.");
        files.push({ number, sha256: await sha256(await item.open()) });
      } catch (unreadable) {
        this.#count(number, { result: "Refused", message: unreadable.name === "NotFoundError" || unreadable.name === "NotReadableError" ? "The file can no longer be read. Was it moved or changed?" : unreadable.message, findings: [] });
      }
    }
    const hashed = files.filter((f) => f.sha256);
    if (hashed.length === 0) return files;
    const { known } = await this.#json("POST", `${this.address}/known`, { files: hashed });
    for (const result of known) this.#count(result.number, result);
    const there = new Set(known.map((k) => k.number));
    return files.filter((f) => !there.has(f.number));
  }

  async #send({ number, sha256: hash }) {
    const blob = await this.items[number - 1].open();
    const headers = { "Content-Type": "application/octet-stream", ...(hash ? { "X-Content-Sha256": hash } : {}) };
    const answer = await this.#request("PUT", `${this.address}/files/${number}`, blob, headers);
    const told = await answer.json().catch(() => ({}));
    this.sent += blob.size;
    if (answer.ok) return this.#count(number, told);
    if (answer.status === 409) throw new Error(told.message ?? "The upload has ended on the server. Choose the folder again; what is there is recognised.");
    this.#count(number, { result: "Refused", message: answer.status === 413 ? "The file is larger than 64 MB." : (told.message ?? told.title ?? `The server answered ${answer.status}.`), findings: [] });
  }

  async #finish() {
    // Also after a cancellation: what was stored is examined and counted.
    this.stop = new AbortController();
    this.token = null;
    this.summary = await this.#json("POST", `${this.address}/finish`, {});
  }

  async #json(method, url, body) {
    const answer = await this.#request(method, url, JSON.stringify(body), { "Content-Type": "application/json" });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(told.message ?? told.title ?? `The server answered ${answer.status}.`);
    return told;
  }

  /** Tries until there is an answer: the connection may be gone for hours and the server restarted meanwhile. */
  async #request(method, url, body, headers) {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await fetch(url, { method, body, credentials: "same-origin", signal: this.stop.signal, headers: { ...headers, RequestVerificationToken: await this.#token() } });
        if (answer.status === 401 || answer.redirected) throw Object.assign(new Error("You are signed out. Sign in again in another tab; this upload then goes on by itself."), { wait: true });
        // 400: the token is too old, or the file arrived damaged.
        if (answer.status === 400 && attempt < 5) this.token = null;
        else if (answer.status < 500 && answer.status !== 429) {
          this.#wait("");
          return answer;
        }
      } catch (lost) {
        if (this.stop.signal.aborted) throw lost;
        this.token = null;
        this.#wait(lost.wait ? lost.message : "The connection is lost. The upload goes on by itself when it is back; nothing that was sent is lost.");
      }
      await this.#pause(Math.min(LONGEST_PAUSE, 300 * 2 ** attempt));
    }
  }

  async #token() {
    this.token ??= fetch("/antiforgery", { credentials: "same-origin", signal: this.stop.signal }).then((answer) => {
      if (answer.status === 401 || answer.redirected) throw Object.assign(new Error("You are signed out. Sign in again in another tab; this upload then goes on by itself."), { wait: true });
      if (!answer.ok) throw new Error("The server is not ready.");
      return answer.text();
    });
    return this.token;
  }

  #pause(milliseconds) {
    return new Promise((ok) => {
      const go = () => {
        clearTimeout(timer);
        removeEventListener("online", go);
        this.stop.signal.removeEventListener("abort", go);
        ok();
      };
      const timer = setTimeout(go, milliseconds);
      addEventListener("online", go);
      this.stop.signal.addEventListener("abort", go);
    });
  }

  #wait(why) {
    if (this.waiting === why) return;
    this.waiting = why;
    this.onChange();
  }

  #count(number, result) {
    const { size, path } = this.items[number - 1];
    this.counts[result.result] = (this.counts[result.result] ?? 0) + 1;
    this.done++;
    this.bytes += size;
    this.recent.push([performance.now(), result.result === "AlreadyThere" ? 0 : size]);
    if (result.subject) {
      const key = `${result.subject} ${result.seriesInstanceUid}`;
      const group = this.series.get(key) ?? { subject: result.subject, uid: result.seriesInstanceUid, counts: {}, notes: new Set() };
      group.counts[result.result] = (group.counts[result.result] ?? 0) + 1;
      if (result.message && group.notes.size < 3) group.notes.add(result.message);
      this.series.set(key, group);
    }
    if (result.result === "AcceptedWithWarnings") this.warnings.set(result.message, [...(this.warnings.get(result.message) ?? []), path]);
    if (result.result === "Refused" || result.result === "Quarantined") this.problems.push({ number, path, result: result.result, failure: result.failure, message: result.message, findings: result.findings ?? [] });
    this.onChange();
  }
}

async function sha256(blob) {
  // Without a secure context the server alone hashes.
  if (!globalThis.crypto?.subtle) return null;
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
