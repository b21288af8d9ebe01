// Sends a folder straight to the server, a request a file, beside the page's own connection: leaving the page's circuit does not stop it.
const PARALLEL = 4;
const TRIES = 6;

export function mount(host, study) {
  if (host.dataset.mounted) return;
  host.dataset.mounted = "yes";
  host.innerHTML = `
    <div class="drop" data-testid="drop">
      <h2>Drop a folder here</h2>
      <p>Folders and files, thousands at once. Names of files and folders stay in this browser.</p>
      <button type="button" data-pick="folder">Choose folder</button>
      <button type="button" class="second" data-pick="files">Choose files</button>
      <input type="file" webkitdirectory multiple hidden data-input="folder" aria-label="Folder">
      <input type="file" multiple hidden data-input="files" aria-label="Files">
    </div>
    <div class="panel" hidden data-part="run">
      <div class="progress"><div style="width:0%" data-part="bar"></div></div>
      <div class="counts" role="status" data-part="counts"></div>
      <p class="muted" data-part="speed"></p>
      <div data-part="problems"></div>
      <div data-part="series"></div>
      <details><summary>All files</summary><table class="list"><thead><tr><th class="number">No</th><th>File</th><th>Result</th><th>Subject</th></tr></thead><tbody data-part="files"></tbody></table></details>
    </div>`;
  const drop = host.querySelector(".drop");
  for (const kind of ["folder", "files"]) {
    const input = host.querySelector(`[data-input=${kind}]`);
    host.querySelector(`[data-pick=${kind}]`).addEventListener("click", () => input.click());
    input.addEventListener("change", () => run(host, study, [...input.files]));
  }
  drop.addEventListener("dragover", (e) => { e.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (e) => {
    e.preventDefault();
    drop.classList.remove("over");
    run(host, study, await filesOf(e.dataTransfer));
  });
}

async function filesOf(transfer) {
  const entries = [...transfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return [...transfer.files];
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) return files.push(await new Promise((ok, no) => entry.file(ok, no)));
    const reader = entry.createReader();
    for (;;) {
      const batch = await new Promise((ok, no) => reader.readEntries(ok, no));
      if (batch.length === 0) return;
      for (const child of batch) await walk(child);
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}

async function token() {
  const answer = await fetch("/antiforgery", { credentials: "same-origin" });
  if (!answer.ok) throw new Error("You are signed out. Sign in again in another tab, then press Try again.");
  return answer.text();
}

async function send(method, url, body, type, headers) {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(url, { method, body, credentials: "same-origin", headers: { ...headers, "Content-Type": type } });
      if (answer.status < 500 && answer.status !== 429) return answer;
      if (attempt === TRIES) return answer;
    } catch (lost) {
      if (attempt === TRIES) throw new Error("The connection was lost. Send the folder again; what is there already is recognised.");
    }
    await new Promise((r) => setTimeout(r, Math.min(15000, 400 * 2 ** attempt)));
  }
}

const WORDS = { Accepted: "accepted", AcceptedWithWarnings: "accepted, with warnings", AlreadyThere: "already there", Quarantined: "quarantined", Refused: "refused" };
const LOOK = { Accepted: "ok", AcceptedWithWarnings: "ok", AlreadyThere: "idle", Quarantined: "bad", Refused: "bad" };

async function run(host, study, files) {
  if (host.dataset.running || files.length === 0) return;
  host.dataset.running = "yes";
  const part = (name) => host.querySelector(`[data-part=${name}]`);
  part("run").hidden = false;
  for (const name of ["problems", "series", "files"]) part(name).replaceChildren();
  const leaving = (e) => e.preventDefault();
  window.addEventListener("beforeunload", leaving);
  const total = files.reduce((sum, f) => sum + f.size, 0);
  const counts = {};
  let done = 0;
  let sent = 0;
  const begun = performance.now();
  const show = () => {
    part("bar").style.width = `${(100 * done) / files.length}%`;
    part("counts").replaceChildren(text("span", `${done} of ${files.length} files`), ...Object.keys(WORDS).filter((k) => counts[k]).map((k) => text("span", `${counts[k]} ${WORDS[k]}`, `state ${LOOK[k]}`)));
    const seconds = (performance.now() - begun) / 1000;
    const speed = sent / Math.max(seconds, 0.1);
    part("speed").textContent = done < files.length ? `${(speed / 1e6).toFixed(1)} MB/s, about ${Math.ceil((total - sent) / Math.max(speed, 1))} s left` : `${(total / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`;
  };
  try {
    const headers = { RequestVerificationToken: await token() };
    const begin = await send("POST", `/studies/${study}/uploads`, JSON.stringify({ files: files.length }), "application/json", headers);
    if (!begin.ok) throw new Error((await begin.json()).message ?? "The upload cannot begin.");
    const { id } = await begin.json();
    let next = 0;
    const worker = async () => {
      while (next < files.length) {
        const number = ++next;
        const file = files[number - 1];
        const answer = await send("PUT", `/studies/${study}/uploads/${id}/files/${number}`, file, "application/octet-stream", headers);
        const result = answer.ok ? await answer.json() : { result: "Refused", message: answer.status === 413 ? "The file is larger than 64 MB." : ((await answer.json().catch(() => ({}))).message ?? `The server answered ${answer.status}.`), findings: [] };
        counts[result.result] = (counts[result.result] ?? 0) + 1;
        done++;
        sent += file.size;
        row(part("files"), number, file, result);
        if (LOOK[result.result] === "bad") problem(part("problems"), number, file, result);
        show();
      }
    };
    show();
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    const finish = await send("POST", `/studies/${study}/uploads/${id}/finish`, "", "application/json", headers);
    const summary = await finish.json();
    series(part("series"), study, id, summary);
  } catch (failure) {
    part("problems").prepend(text("p", failure.message, "state bad"));
  } finally {
    window.removeEventListener("beforeunload", leaving);
    delete host.dataset.running;
    host.dataset.finished = "yes";
  }
}

function text(kind, content, style = "") {
  const element = document.createElement(kind);
  element.textContent = content;
  if (style) element.className = style;
  return element;
}

function row(body, number, file, result) {
  const line = document.createElement("tr");
  line.append(text("td", number, "number"), text("td", file.webkitRelativePath || file.name), document.createElement("td"), text("td", result.subject ?? "", "code"));
  line.children[2].append(text("span", WORDS[result.result], `state ${LOOK[result.result]}`));
  if (result.message && LOOK[result.result] !== "bad") line.children[2].append(text("div", result.message, "muted"));
  body.append(line);
}

function problem(body, number, file, result) {
  const block = text("div", "", "problem");
  block.append(text("span", `${file.webkitRelativePath || file.name}: ${WORDS[result.result]}`, "state bad"), text("p", result.message));
  if (result.findings?.length) {
    const list = document.createElement("ul");
    for (const f of result.findings) list.append(text("li", `${f.tag} ${f.keyword} (${f.maskedValue}): ${f.reason}`));
    block.append(list);
  }
  body.append(block);
}

function series(body, study, id, summary) {
  for (const message of summary.messages ?? []) body.append(text("p", message, "state warn"));
  if (!summary.series?.length) return;
  const table = text("table", "", "list");
  table.innerHTML = "<thead><tr><th>Subject</th><th>Series</th><th class='number'>Slices</th><th>Geometry</th></tr></thead><tbody></tbody>";
  for (const s of summary.series) {
    const line = document.createElement("tr");
    const state = s.geometry === "Volume" ? (s.geometryMessage ? "warn" : "ok") : "warn";
    line.append(text("td", s.subject, "code"), text("td", `…${s.seriesInstanceUid.slice(-12)}`, "code"), text("td", s.slices, "number"), document.createElement("td"));
    line.children[3].append(text("span", s.geometry === "Volume" ? "volume, ready to read" : "no volume", `state ${state}`), text("span", s.geometryMessage ? ` ${s.geometryMessage}` : ""));
    table.tBodies[0].append(line);
  }
  const link = text("a", "Open the result");
  link.href = `/studies/${study}/uploads/${id}`;
  body.append(text("h2", "Stored"), table, link);
}
