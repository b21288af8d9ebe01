// Opens the viewer for the reading page: fetches the antiforgery token and hands both to the bundle.
let viewer;

export async function open(host, options) {
  const [token, bundle] = await Promise.all([fetch("/antiforgery", { credentials: "same-origin" }).then((answer) => answer.text()), import("/viewer/js/viewer.js")]);
  viewer = bundle;
  await viewer.open(host, { ...options, antiforgeryToken: token });
}

export function dispose() {
  viewer?.dispose();
}
