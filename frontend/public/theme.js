// Runs before the first paint, so that a dark room never sees a white flash. `src/lib/paint.ts` takes over from here
// and documents the stored values.
(() => {
  const read = (name) => {
    try {
      return localStorage.getItem(`daybook:${name}`);
    } catch {
      // Storage may be forbidden; then the system's theme holds.
      return null;
    }
  };
  const page = document.documentElement;
  const theme = read("theme");
  const hour = new Date().getHours();
  const night = theme === "night" || (read("nightHours") === "true" && (hour >= 22 || hour < 7));
  const dark = night || theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  page.classList.add(dark ? "dark" : "light");
  if (night) page.classList.add("night");
  page.dataset.density = matchMedia("(pointer: coarse)").matches ? "touch" : read("density") || "compact";
})();
