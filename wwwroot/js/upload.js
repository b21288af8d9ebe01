// The upload page: takes folders, files and ZIPs, and shows what becomes of them. The upload belongs to the window, not to the page: it goes on when the person looks at other pages.
import { fromFiles, fromTransfer } from "./upload-source.js";
import { UploadRun } from "./upload-run.js";

const WORDS = { Accepted: "accepted", AcceptedWithWarnings: "accepted, with warnings", AlreadyThere: "already there", Quarantined: "quarantined", Refused: "refused" };
const LOOK = { Accepted: "ok", AcceptedWithWarnings: "warn", AlreadyThere: "idle", Quarantined: "bad", Refused: "bad" };
const MOST_PROBLEMS_SHOWN = 100;
const MOST_WARNINGS_SHOWN = 20;
// Refusals that the same bytes may escape later: the code was registered meanwhile, the disk or the server was not ready.
const MAY_PASS_LATER = new Set([undefined, "None", "UnknownSubject"]);
let current = null;
let pageOfBlazor = null;
let shownAt = 0;

const leaving = (e) => e.preventDefault();

/** @param told The page, which reads the list of recent uploads again when one has ended. */
export function mount(host, study, told) {
  pageOfBlazor = told;
  if (host.dataset.mounted) return;
  host.dataset.mounted = "yes";
  host.innerHTML = `
    <div class="drop" data-testid="drop">
      <h2>Drop folders, files or a ZIP here</h2>
      <p>Thousands at once. Names of files and folders stay in this browser.</p>
      <button type="button" data-pick="folder">Choose folder</button>
      <button type="button" class="second" data-pick="files">Choose files or ZIP</button>
      <input type="file" webkitdirectory multiple hidden data-input="folder" aria-label="Folder">
      <input type="file" multiple hidden data-input="files" aria-label="Files">
      <p class="state bad" role="alert" hidden data-part="refusal"></p>
    </div>
    <section class="panel" hidden data-part="run" aria-label="Upload">
      <div class="progress" role="progressbar" aria-label="Files sent" aria-valuemin="0" aria-valuemax="100" data-part="progress"><div data-part="bar"></div></div>
      <div class="counts" data-part="counts"></div>
      <p class="muted" role="status" data-part="speed"></p>
      <p><button type="button" class="button second" data-part="cancel">Cancel</button></p>
      <div data-part="problems"></div>
      <div data-part="warnings"></div>
      <div data-part="series"></div>
      <div data-part="summary"></div>
    </section>`;
  const drop = host.querySelector(".drop");
  for (const kind of ["folder", "files"]) {
    const input = host.querySelector(`[data-input=${kind}]`);
    host.querySelector(`[data-pick=${kind}]`).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      begin(host, study, fromFiles([...input.files]));
      // So that the same folder can be chosen again.
      input.value = "";
    });
  }
  drop.addEventListener("dragover", (e) => { e.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (e) => {
    e.preventDefault();
    drop.classList.remove("over");
    begin(host, study, fromTransfer(e.dataTransfer));
  });
  part(host, "cancel").addEventListener("click", () => current?.cancel());
  if (current?.study === study) show();
}

/** On the page of an upload that this window sent: the names of its files, which the server never learns. */
export function nameFiles(id) {
  if (current?.id !== id) return;
  for (const place of document.querySelectorAll("[data-files]")) {
    const names = place.dataset.files.split(" ").map((n) => current.items[n - 1]?.path).filter(Boolean);
    place.textContent = namesOf(names);
  }
}

const namesOf = (paths) => (paths.length > 3 ? `${paths.slice(0, 3).join(", ")} and ${number(paths.length - 3)} more` : paths.join(", "));
const part = (host, name) => host.querySelector(`[data-part=${name}]`);
const page = () => document.getElementById("upload");

async function begin(host, study, source) {
  const refusal = part(host, "refusal");
  refusal.hidden = true;
  if (current?.state === "running") return refuse(refusal, "An upload is running. Wait for its end, or cancel it.");
  try {
    const { items, skipped } = await source;
    if (items.length === 0) return refuse(refusal, skipped ? "There is no image among these files." : "The folder is empty.");
    await run(new UploadRun(study, items, changed), skipped);
  } catch (unusable) {
    refuse(refusal, unusable.message);
  }
}

function refuse(place, why) {
  place.textContent = why;
  place.hidden = false;
}

async function run(upload, skipped) {
  current = upload;
  current.skipped = skipped;
  delete page()?.dataset.finished;
  window.addEventListener("beforeunload", leaving);
  document.body.dataset.outlivesConnection = "upload";
  show();
  await upload.start();
  delete document.body.dataset.outlivesConnection;
  window.removeEventListener("beforeunload", leaving);
  show();
  if (page()) page().dataset.finished = "yes";
  // The person may be on another page by now.
  await pageOfBlazor?.invokeMethodAsync("UploadEndedAsync").catch(() => {});
}

// Not more often than the eye can follow: thousands of files must not keep the page busy with drawing.
function changed() {
  if (performance.now() - shownAt > 100) show();
}

function show() {
  shownAt = performance.now();
  const host = page();
  if (!host || !current) return;
  const upload = current;
  const percent = Math.round((100 * upload.done) / upload.items.length);
  part(host, "run").hidden = false;
  part(host, "bar").style.width = `${percent}%`;
  part(host, "progress").setAttribute("aria-valuenow", percent);
  part(host, "counts").replaceChildren(text("span", `${number(upload.done)} of ${number(upload.items.length)} files`), ...Object.keys(WORDS).filter((k) => upload.counts[k]).map((k) => text("span", `${number(upload.counts[k])} ${WORDS[k]}`, `state ${LOOK[k]}`)));
  part(host, "speed").textContent = told(upload);
  part(host, "cancel").hidden = upload.state !== "running";
  problems(part(host, "problems"), upload);
  part(host, "warnings").replaceChildren(...[...upload.warnings].slice(0, MOST_WARNINGS_SHOWN).map(warning));
  series(part(host, "series"), upload);
  summary(part(host, "summary"), upload);
}

function told(upload) {
  const { speed, left, seconds } = upload.speed();
  const skipped = upload.skipped ? ` ${number(upload.skipped)} system files were left out.` : "";
  if (upload.state === "cancelled") return `Cancelled. What was stored stays; choose the folder again to send the rest.${skipped}`;
  if (upload.state === "failed") return upload.failure;
  if (upload.state === "done") return `${upload.sent > 0 ? `${size(upload.sent)} sent in ${took(seconds)}.` : "Nothing had to be sent."}${skipped}`;
  if (upload.waiting) return upload.waiting;
  return left === null ? "Looking at the files…" : `${size(speed)}/s, about ${time(left)} left`;
}

function problems(place, upload) {
  const shown = upload.problems.slice(0, MOST_PROBLEMS_SHOWN);
  const drawn = `${upload.id} ${upload.state} ${upload.problems.length}`;
  if (place.dataset.drawn === drawn) return;
  place.dataset.drawn = drawn;
  place.replaceChildren(...shown.map(problem));
  if (upload.problems.length > shown.length) place.append(text("p", `${number(upload.problems.length - shown.length)} more are on the result page.`, "muted"));
  const refused = upload.problems.filter((p) => p.result === "Refused" && MAY_PASS_LATER.has(p.failure));
  if (upload.state === "running" || refused.length === 0) return;
  const again = text("button", refused.length === 1 ? "Send the refused file again" : `Send the ${number(refused.length)} refused files again`, "button second");
  again.type = "button";
  again.addEventListener("click", () => run(new UploadRun(upload.study, refused.map((p) => upload.items[p.number - 1]), changed), 0));
  place.append(again);
}

function problem({ path, result, message, findings }) {
  const block = text("div", "", "problem");
  block.append(text("span", `${path}: ${WORDS[result]}`, "state bad"), text("p", message));
  if (findings.length) {
    const list = document.createElement("ul");
    // The same advice for several attributes is given once.
    for (const reason of new Set(findings.map((f) => f.reason))) list.append(text("li", `${findings.filter((f) => f.reason === reason).map((f) => `${f.tag} ${f.keyword} (${f.maskedValue})`).join(", ")}: ${reason}`));
    block.append(list);
  }
  return block;
}

function warning([message, paths]) {
  const block = text("div", "", "problem warned");
  block.append(text("span", `${namesOf(paths)}: ${WORDS.AcceptedWithWarnings}`, "state warn"), text("p", message));
  return block;
}

function series(place, upload) {
  if (upload.series.size === 0) return place.replaceChildren();
  const table = text("table", "", "list");
  table.innerHTML = "<thead><tr><th>Subject</th><th>Series</th><th class='number'>Accepted</th><th class='number'>Already there</th><th>Geometry</th><th>To know</th></tr></thead><tbody></tbody>";
  const examined = new Map((upload.summary?.series ?? []).map((s) => [`${s.subject} ${s.seriesInstanceUid}`, s]));
  for (const [key, group] of [...upload.series].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })).slice(0, 500)) {
    const line = document.createElement("tr");
    const found = examined.get(key);
    const geometry = document.createElement("td");
    if (found && !found.geometry) geometry.append(text("span", "contours or segments", "state idle"));
    else if (found) geometry.append(text("span", found.geometry === "Volume" ? "volume, ready to read" : "no volume", `state ${found.geometry === "Volume" && !found.geometryMessage ? "ok" : "warn"}`), text("span", found.geometryMessage ? ` ${found.geometryMessage}` : ""));
    line.append(text("td", group.subject, "code when"), found?.name ? text("td", found.name) : text("td", `…${group.uid.slice(-12)}`, "code"), text("td", number((group.counts.Accepted ?? 0) + (group.counts.AcceptedWithWarnings ?? 0)), "number"), text("td", number(group.counts.AlreadyThere ?? 0), "number"), geometry, text("td", [...group.notes].join(" "), "muted"));
    table.tBodies[0].append(line);
  }
  place.replaceChildren(table);
}

function summary(place, upload) {
  if (!upload.summary) return place.replaceChildren();
  const link = text("a", "Open the result");
  link.href = `/studies/${upload.study}/upload/${upload.id}`;
  const line = text("p", "");
  line.append(link);
  place.replaceChildren(...upload.summary.messages.map((m) => text("p", m, "state warn")), line);
}

function text(kind, content, style = "") {
  const element = document.createElement(kind);
  element.textContent = content;
  if (style) element.className = style;
  return element;
}

const number = (n) => n.toLocaleString("en");
const size = (bytes) => (bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`);
const time = (seconds) => (seconds < 90 ? `${Math.max(1, Math.ceil(seconds))} s` : seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);
const took = (seconds) => (seconds < 90 ? time(seconds) : `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`);
