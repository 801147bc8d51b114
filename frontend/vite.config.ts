import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import ui from "@nuxt/ui/vite";
import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";

/** The server that answers for the API while the pages are being developed. */
const SERVER = process.env["DAYBOOK_URL"] ?? "http://127.0.0.1:8080";

/** The file of the playground's editor. */
const EDITOR = "editor";

/** What the playground needs to find out what to show, and the editor that shows it, are one file each. */
const FEW_FILES = [
  { name: "common", test: /vite\/preload-helper|rolldown\/runtime|\/src\/(locales\/locale|lib\/(graphql|links|paint|samples|settings|types|words))\.ts$/, priority: 3 },
  { name: "opening", test: /\/src\/playground\/(open|schema)\.ts$/, priority: 2 },
  { name: EDITOR, test: /\/src\/playground\/editor\.ts$/, priority: 1 },
];

/**
 * Two documents: the app (`index.html`, at every address of `src/app/routes.ts`) and the playground (`/playground` →
 * `playground.html`).
 *
 * Neither needs anything from another origin, an inline script or `eval`. The policy to serve them with:
 *
 *   default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';
 *   connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
 *
 * `style-src` keeps 'unsafe-inline' because the playground's editor and the UI kit write style elements at run time.
 */
export default defineConfig({
  plugins: [
    lightEditor(),
    earlyEditor(),
    vue(),
    ui({
      colorMode: false,
      dts: false,
      autoImport: false,
      components: { dts: false, dirs: [] },
      ui: { colors: { primary: "teal", neutral: "slate" } },
      // Icons that our own pages name are put into the bundle; those that record types name come in a chunk of their own.
      icon: { clientBundle: { scan: { globInclude: ["src/**/*.{vue,ts}"] } } },
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
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["index.html", "playground.html"],
      output: { codeSplitting: { groups: FEW_FILES } },
      // React libraries mark modules for servers that render; nothing here does.
      onLog(level, log, report) {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
    },
  },
  // GraphiQL is bundled ahead while developing; the stand-ins stay outside, where the page finds the same ones.
  optimizeDeps: { rolldownOptions: { plugins: [lightEditor({ outside: true })] } },
  server: { proxy: proxyTo(SERVER) },
  preview: { proxy: proxyTo(SERVER) },
});

/**
 * The playground's page names the editor's files, so that they travel while the page finds out what to show. A browser
 * asks for six files at a time, and the page's own questions to the API shall be among the first.
 */
function earlyEditor(): Plugin {
  return {
    name: "daybook:early-editor",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { filename, bundle }) {
        if (!filename.endsWith("playground.html")) return [];
        const files = Object.keys(bundle ?? {}).filter((name) => name.startsWith(`assets/${EDITOR}-`));
        return files.map((name) => ({
          tag: "link",
          attrs: name.endsWith(".css") ? { rel: "preload", as: "style", crossorigin: true, href: `/${name}` } : { rel: "modulepreload", crossorigin: true, href: `/${name}` },
          injectTo: "head",
        }));
      },
    },
  };
}

/** Modules that GraphiQL takes from Monaco or from itself, and what stands in for them, in `src/playground/code`. */
const STAND_INS: readonly [asked: RegExp, name: string][] = [
  [/^monaco-graphql\/esm\/monaco-editor\.js$/, "monaco.ts"],
  [/^monaco-graphql\/esm\/lite\.js$/, "knowledge.ts"],
  [/^monaco-graphql\/esm\/utils\.js$/, "place.ts"],
  [/^monaco-editor\/esm\/vs\/.*\/(standaloneEnums|editorBaseApi|uri|range|mouseTarget)\.js$/, "values.ts"],
  [/^\.\/short-keys\.js$/, "short-keys.ts"],
  [/^framer-motion$/, "reorder.ts"],
];

/** Components of GraphiQL that nobody sees before asking for them: each is loaded when it is first shown. */
const SHOWN_LATER: readonly [asked: RegExp, component: string][] = [
  [/plugin-doc-explorer\/dist\/components\/doc-explorer\.js$/, "DocExplorer"],
  [/plugin-history\/dist\/components\.js$/, "History"],
];

/**
 * GraphiQL with CodeMirror in the place of Monaco, which alone took longer to start than the page may take to load.
 * Whatever of Monaco has no stand-in fails the build, so that it cannot come back unnoticed.
 */
function lightEditor({ outside = false } = {}): Plugin {
  return {
    name: "daybook:light-editor",
    enforce: "pre",
    resolveId(asked, importer) {
      if (!importer?.includes("graphiql")) return null;
      const light = STAND_INS.find(([pattern]) => pattern.test(asked));
      if (light) return outside ? { id: `/src/playground/code/${light[1]}`, external: "absolute" } : standIn(light[1]);
      if (/^monaco-/.test(asked)) return this.error(`${asked}, asked for by ${importer}, has no stand-in in src/playground/code`);
      const file = asked.startsWith(".") ? join(dirname(importer), asked) : "";
      const later = SHOWN_LATER.find(([pattern]) => pattern.test(file));
      return later ? `\0later:${later[1]}:${file}` : null;
    },
    transform(code, id) {
      // GraphiQL fetches Monaco when it first shows itself, a round trip more for what travels with the editor here.
      if (!id.endsWith("@graphiql/react/dist/stores/monaco.js")) return null;
      const asked = [...code.matchAll(/import\("(monaco-graphql[^"]+)"\)/g)];
      if (asked.length !== 2) return this.error(`${id} does not load Monaco as it did; see to it that nothing loads late`);
      const imports = asked.map(([, name], index) => `import * as monaco${index} from ${JSON.stringify(name)};`);
      const known = asked.reduce((text, [whole], index) => text.replace(whole, `monaco${index}`), code);
      return { code: `${imports.join("\n")}\n${known}`, map: null };
    },
    load(id) {
      const [, component, file] = /^\0later:(\w+):(.*)$/.exec(id) ?? [];
      if (!component || !file) return null;
      return `import { showLater } from ${JSON.stringify(standIn("later.ts"))};
        export const ${component} = showLater(() => import(${JSON.stringify(file)}).then((loaded) => loaded.${component}));`;
    },
  };
}

function standIn(name: string): string {
  return fileURLToPath(new URL(`src/playground/code/${name}`, import.meta.url));
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
