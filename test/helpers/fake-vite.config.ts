import { resolve } from 'node:path';
import { mergeConfig, type Plugin } from 'vite';
import base from '../../vite.config.ts';

/** Puts the stand-in engine in the worker's place: `vite build -c test/helpers/fake-vite.config.ts`. */
const fake: Plugin = {
  name: 'fake-engine',
  enforce: 'pre',
  transform(code, id) {
    return id.endsWith('src/client/engine.ts')
      ? code.replace("'../worker/main.ts'", JSON.stringify(resolve(import.meta.dirname, 'fake-engine.ts')))
      : undefined;
  },
};

export default mergeConfig(base, {
  plugins: [fake],
  build: { outDir: process.env['FAKE_OUT'] ?? '/tmp/alertweave-fake', emptyOutDir: true },
});
