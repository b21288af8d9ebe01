// The page's own connection to the portal. While it is lost a bar says so and everything stays usable; what goes on by plain HTTP (an upload, the reading room) outlives it.
const bar = document.getElementById("components-reconnect-modal");
const RETRY_AFTER = 5000;

// Set by whatever must not be torn away by loading the page again.
const outlives = () => document.querySelector("[data-outlives-connection]") !== null;

bar?.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  // The portal answers again but does not know this page any more: it was started again meanwhile.
  if (detail.state === "rejected" || detail.state === "resume-failed") return lost();
  // After many attempts the framework gives up; a portal may be away for an hour.
  if (detail.state === "failed") setTimeout(again, RETRY_AFTER);
  if (detail.state === "hide") delete bar.dataset.shown;
  else bar.dataset.shown = "lost";
});

bar?.querySelector("button").addEventListener("click", () => location.reload());

async function again() {
  try {
    if (!(await Blazor.reconnect())) lost();
  } catch {
    setTimeout(again, RETRY_AFTER);
  }
}

function lost() {
  if (!outlives()) return location.reload();
  bar.dataset.shown = "restarted";
  // Nobody answers the page's own navigation now: links load their page anew.
  document.addEventListener("click", leave, true);
}

function leave(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  location.assign(link.href);
}
