import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import ui from "@nuxt/ui/vite";
import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

/**
 * Two pages: the start page (`/` → `index.html`) and the playground (`/playground` → `playground.html`).
 *
 * Neither needs anything from another origin, an inline script or `eval`. The policy to serve them with:
 *
 *   default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';
 *   connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
 *
 * `style-src` keeps 'unsafe-inline' because the playground's editor and the UI kit write style elements at run time;
 * `worker-src` is for the editor's three workers, all files of this build.
 */
export default defineConfig({
  plugins: [
    systemFonts(),
    vue(),
    ui({
      // Each page is a document of its own; links are plain anchors.
      router: false,
      colorMode: false,
      dts: false,
      autoImport: false,
      components: { dts: false, dirs: [] },
      ui: { colors: { primary: "teal", neutral: "slate" } },
      // Icons of our own pages are put into the bundle; those that record types name come in a chunk of their own.
      icon: { clientBundle: { scan: true, icons: ["lucide:notebook-text", "lucide:chart-line"] } },
    }),
    compressed(),
  ],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: ["index.html", "playground.html"],
      // React libraries mark modules for servers that render; nothing here does.
      onLog(level, log, report) {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
  server: { proxy: proxyTo(process.env["DAYBOOK_URL"] ?? "http://127.0.0.1:8080") },
});

/** The playground's editor brings two typefaces as base64 (330 kB gzip); the reader's own will do. */
function systemFonts(): Plugin {
  return {
    name: "daybook:system-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("graphiql/dist/style.css")) return null;
      return { code: code.replaceAll(/@font-face\s*\{[^}]*data:[^}]*\}/g, ""), map: null };
    },
  };
}

/** Beside each file that shrinks lies a copy in brotli and one in gzip, which the server hands out as they are. */
function compressed(): Plugin {
  let folder = "";
  return {
    name: "daybook:compressed",
    apply: "build",
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(css|html|js|json|svg|txt|webmanifest)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        for (const [suffix, copy] of [["br", brotliCompressSync(bytes)], ["gz", gzipSync(bytes, { level: 9 })]] as const) {
          if (copy.length < bytes.length * 0.9) writeFileSync(`${path}.${suffix}`, copy);
        }
      }
    },
  };
}

/** While developing, everything that is not a page is answered by a running server. */
function proxyTo(server: string): Record<string, { target: string; ws?: boolean }> {
  return {
    "/graphql": { target: server, ws: true },
    "/ingest": { target: server },
    "/command": { target: server },
  };
}
