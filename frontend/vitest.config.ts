import { defineConfig } from "vitest/config";

/** Unit tests are for what computes; both pages are tested in a real browser (`tests/browser`). */
export default defineConfig({
  test: { include: ["tests/unit/**/*.test.ts"], environment: "node" },
});
