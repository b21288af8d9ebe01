// Stands in for xmlbuilder2 in the bundle: see build.mjs.
export function create(): never {
  throw new Error('XML is not written in the browser');
}
