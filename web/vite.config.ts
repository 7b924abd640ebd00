import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, defineConfig, type Plugin } from 'vite'

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

/** The script that other sites embed: one classic script of its own, under a name that stays. */
function widget(): Plugin {
  return {
    name: 'widget',
    async generateBundle() {
      const built = await build({
        configFile: false,
        logLevel: 'error',
        build: {
          write: false,
          lib: { entry: resolve(here, 'widget/widget.ts'), formats: ['iife'], name: 'langNgheWidget' },
        },
      })
      const [output] = Array.isArray(built) ? built : [built]
      const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined
      if (chunk === undefined) throw new Error('the widget was not built')
      this.emitFile({ type: 'asset', fileName: 'assets/widget.js', source: chunk.code })
    },
  }
}

export default defineConfig({
  root: here,
  base: '/',
  publicDir: false,
  plugins: [react(), portal(), widget()],
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
        embed: resolve(here, 'sandbox/embed.html'),
      },
    },
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:3000', '/sandbox/api': 'http://127.0.0.1:3000' },
  },
})
