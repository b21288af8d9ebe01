// Builds the reading room into wwwroot/viewer. Each worker is an entry of its own, at the path that the
// library's `new URL('./worker.js', import.meta.url)` resolves to from js/.
import { cp, mkdir, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const cornerstone = join(here, 'node_modules/@cornerstonejs');
const out = join(here, '../../wwwroot/viewer');

const browser = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  outdir: out,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.PUBLIC_URL': 'undefined' },
  external: ['fs', 'path'],
  // vtk.js writes XML through xmlbuilder2, which needs Node's own modules; nothing here writes XML.
  alias: { xmlbuilder2: join(here, 'src/engine/noXmlBuilder.ts') },
};

const wasm = [
  'codec-charls/dist/charlswasm_decode.wasm',
  'codec-libjpeg-turbo-8bit/dist/libjpegturbowasm_decode.wasm',
  'codec-libjxl/dist/jpegxlwasm_decode.wasm',
  'codec-openjpeg/dist/openjpegwasm_decode.wasm',
  'codec-openjph/dist/openjphjs.wasm',
];

async function buildViewer() {
  await rm(out, { recursive: true, force: true });
  await Promise.all([
    esbuild.build({
      ...browser,
      splitting: true,
      chunkNames: 'js/chunk-[hash]',
      entryPoints: [{ in: join(here, 'src/viewer.ts'), out: 'js/viewer' }],
    }),
    esbuild.build({
      ...browser,
      entryPoints: [
        {
          in: join(cornerstone, 'dicom-image-loader/dist/esm/decodeImageFrameWorker.js'),
          out: 'js/decodeImageFrameWorker',
        },
        { in: join(cornerstone, 'tools/dist/esm/workers/computeWorker.js'), out: 'workers/computeWorker' },
        { in: join(here, 'src/viewer.css'), out: 'css/viewer' },
      ],
    }),
  ]);
  await mkdir(join(out, 'wasm'), { recursive: true });
  await Promise.all(
    wasm.map((file) => cp(join(cornerstone, file), join(out, 'wasm', file.split('/').pop()))),
  );
}

async function buildTests() {
  const tests = join(here, 'tests');
  const entries = ['unit', 'browser', 'harness', 'bench'].flatMap((folder) =>
    readdirSync(join(tests, folder))
      .filter((file) => file.endsWith('.ts') && !['bare.ts', 'browserCpu.ts'].includes(file))
      .map((file) => join(tests, folder, file)),
  );
  await rm(join(here, '.tests'), { recursive: true, force: true });
  await esbuild.build({
    entryPoints: entries,
    outdir: join(here, '.tests'),
    outbase: tests,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await esbuild.build({
    ...browser,
    outdir: join(here, '.tests/bare'),
    entryPoints: [join(tests, 'bench/bare.ts')],
  });
}

await (process.argv.includes('--tests') ? buildTests() : buildViewer());
