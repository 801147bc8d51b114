// Runs before the first paint, so that a dark room never sees a white flash. `src/lib/paint.ts` takes over from here
// and documents the stored value.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("daybook:theme");
  } catch {
    // Storage may be forbidden; then the system's theme holds.
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.add(dark ? "dark" : "light");
})();
