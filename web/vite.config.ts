import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

/** The style sheet and fonts of the server-rendered pages, under names that do not change with their content. */
function portal(): Plugin {
  return {
    name: 'portal',
    generateBundle() {
      const source = readFileSync(resolve(here, 'portal/portal.css'))
      this.emitFile({ type: 'asset', fileName: 'assets/portal.css', source })
      for (const subset of ['vietnamese', 'latin']) {
        for (const weight of ['400', '600']) {
          const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`
          const font = readFileSync(require.resolve(`@fontsource/be-vietnam-pro/files/${name}`))
          this.emitFile({ type: 'asset', fileName: `assets/fonts/${name}`, source: font })
        }
      }
    },
  }
}

export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  plugins: [react(), portal()],
  build: {
    outDir: resolve(here, 'dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: {
        console: resolve(here, 'console/index.html'),
        chat: resolve(here, 'chat/index.html'),
        sandbox: resolve(here, 'sandbox/index.html'),
      },
    },
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:3000', '/sandbox/api': 'http://127.0.0.1:3000' },
  },
})
