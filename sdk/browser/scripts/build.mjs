// Writes dist/: the core and its parts as scripts, the same code as a package, and the loader.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

const PARTS = ['forms', 'links', 'pings', 'history', 'consent'];
// Members that only modules of the core use, and that no browser has; they are shortened there.
const INTERNAL =
  /^(?:handling|beaconed|urgent|passing|unstored|renewAfter|endpoints|isPage|foreground|scrollDepth|scrollAnew|watchers|outbox|visitors|adopt|forget|isOpen|leave|outlives|beacon|lines|bytes|said|held|renew|began|told|follow|hidden|shown|resume|flush|mark|depth)$/;

const common = { bundle: true, minify: true, target: 'es2020', legalComments: 'none', charset: 'ascii' };

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
await Promise.all([
  build({ ...common, format: 'iife', mangleProps: INTERNAL, entryPoints: { w: 'src/w.ts' }, outdir: 'dist' }),
  ...PARTS.map((part) =>
    build({
      ...common,
      format: 'iife',
      outfile: `dist/w-${part}.js`,
      stdin: {
        contents: `import { ${part} } from './${part}'; window.WoopraTracker.part('${part}', ${part});`,
        resolveDir: 'src/parts',
        loader: 'ts',
      },
    }),
  ),
  build({ ...common, format: 'esm', splitting: true, entryPoints: ['src/index.ts'], outdir: 'dist/esm' }),
]);

const loader = await transform(await readFile('src/loader.js', 'utf8'), { minify: true, target: 'es2018' });
await writeFile(
  'dist/snippet.html',
  `<script>\n${loader.code.trim()}\nwoopra.config({domain:'DOMAIN',dialect:'guide'});\nwoopra.track();\n</script>\n`,
);
