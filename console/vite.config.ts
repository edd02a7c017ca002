import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const out = 'target/dist'

// as ConsoleFilter.java sends it
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"

/** Puts a compressed copy beside each hashed file, so that the server need not compress. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      const assets = join(out, 'assets')
      for (const name of readdirSync(assets).filter((file) => /\.(js|css|svg)$/.test(file))) {
        writeFileSync(join(assets, `${name}.gz`), gzipSync(readFileSync(join(assets, name)), { level: 9 }))
      }
    },
  }
}

/** Names the files of the page at the root in the document, so that they are not asked for only once the first ones have run. */
function firstPage(): Plugin {
  return {
    name: 'first-page',
    apply: 'build',
    transformIndexHtml(_html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk')
      const entry = chunks.find((chunk) => chunk.isEntry)
      const page = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/pages/now/Now.tsx'))
      if (!entry || !page) throw new Error('the page at the root is not where it was')
      const needed = new Set([page.fileName])
      for (const file of needed) {
        chunks.find((chunk) => chunk.fileName === file)?.imports.forEach((imported) => needed.add(imported))
      }
      return [...needed]
        .filter((file) => file !== entry.fileName && !entry.imports.includes(file))
        .map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` }, injectTo: 'head' as const }))
    },
  }
}

export default defineConfig({
  plugins: [react(), compressed(), firstPage()],
  build: {
    outDir: out,
    // the content security policy lets nothing be inlined
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
  },
  preview: { host: '127.0.0.1', headers: { 'Content-Security-Policy': POLICY } },
  server: {
    host: '127.0.0.1',
    proxy: {
      '^/(v1|v3|actuator|swagger-ui)': {
        target: process.env.PUNCTUAL_URL ?? 'http://127.0.0.1:8080',
        ws: true,
        // the server lets only its own pages make changes, and here its pages have the port of Vite
        configure: (proxy) => proxy.on('proxyReq', (request) => request.removeHeader('origin')),
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
  },
} as Parameters<typeof defineConfig>[0])
