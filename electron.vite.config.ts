import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

// Everything pure-JS is bundled; better-sqlite3 is the one external dependency (package.json "dependencies").
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: resolve('electron/main.ts'),
          serve: resolve('electron/serve.ts'),
          cli: resolve('electron/cli.ts'),
          engine: resolve('electron/engine/worker.ts'),
          reading: resolve('electron/engine/inbox/reading/worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can be neither an ES module nor require packages.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: resolve('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve('renderer'),
    plugins: [react()],
    build: { minify: true, rollupOptions: { input: resolve('renderer/index.html') } },
  },
})
