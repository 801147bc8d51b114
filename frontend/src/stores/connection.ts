import { defineStore } from "pinia";
import { computed, readonly, ref } from "vue";

/**
 * How fresh the pages are. `live`: changes arrive as they happen. `polling`: the server answers, but the socket is not
 * open (yet), so changes are asked for now and then. `offline`: the server does not answer.
 */
export type ConnectionState = "live" | "polling" | "offline";

/** The one account of the connection, told by the socket and the requests of `src/gql`. */
export const useConnection = defineStore("connection", () => {
  const state = ref<ConnectionState>("polling");
  /** When the state began. */
  const since = ref(Date.now());
  /** Writes that wait for the server. */
  const unsent = ref(0);

  return {
    state: readonly(state),
    since: readonly(since),
    unsent: readonly(unsent),
    offline: computed(() => state.value === "offline"),
    tell,
    tellUnsent,
  };

  function tell(next: ConnectionState): void {
    if (state.value === next) return;
    state.value = next;
    since.value = Date.now();
  }

  function tellUnsent(count: number): void {
    unsent.value = count;
  }
});
