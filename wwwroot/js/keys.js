// Keys of every page: ? lists them, / searches, g and a letter goes to a page. The reading room has its own.
const waitMs = 1500;
let goingSince = 0;

const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]") !== null;
const pages = () => [...document.querySelectorAll("#key-pages a[data-key]")];

function line(list, keys, text) {
  const term = list.appendChild(document.createElement("dt"));
  for (const key of keys) term.appendChild(document.createElement("kbd")).textContent = key;
  list.appendChild(document.createElement("dd")).textContent = text;
}

function showKeys() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = dialog.appendChild(document.createElement("h2"));
  title.id = "keys-title";
  title.textContent = "Keys";
  const list = dialog.appendChild(document.createElement("dl"));
  line(list, ["?"], "this list");
  if (document.getElementById("search")) line(list, ["/"], "search for a subject code or a UID");
  for (const page of pages()) line(list, ["g", page.dataset.key], page.textContent);
  line(list, ["Tab"], "to the next control");
  const close = dialog.appendChild(document.createElement("button"));
  close.className = "button second";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.appendChild(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector(".room")) return;
  const open = document.querySelector("dialog.keys");
  if (open) {
    if (event.key === "?") open.close();
    return;
  }
  const going = event.timeStamp - goingSince < waitMs;
  goingSince = 0;
  if (going) {
    const page = pages().find((p) => p.dataset.key === event.key);
    if (page) {
      event.preventDefault();
      page.click();
    }
  } else if (event.key === "g") {
    goingSince = event.timeStamp;
  } else if (event.key === "?") {
    event.preventDefault();
    showKeys();
  } else if (event.key === "/") {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
});
