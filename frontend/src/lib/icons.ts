import { _api } from "@iconify/vue";

/**
 * Forbids the icon component to look up an icon on its maker's servers, as it does for each one that it does not have.
 * Such an icon stays empty instead.
 */
export function keepIconsLocal(): void {
  _api.setAPIModule("", { prepare: () => [], send: (_host, _query, callback) => callback("abort", 404) });
}
