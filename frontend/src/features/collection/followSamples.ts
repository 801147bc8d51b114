import { onScopeDispose, watch } from "vue";
import { follow } from "../../gql";
import { isSeries } from "../../model";
import type { Collection } from "./useCollection";

/** Tells how many samples that meet the conditions came, or that some may have; samples are in no change log. */
export function followSamples(collection: Collection, came: (count: number) => void, missed: () => void): void {
  let stop = (): void => {};
  watch(
    collection.query,
    (query) => {
      stop();
      if (!query || !isSeries(query.type) || !query.type.api.live) return;
      const text = `subscription Samples($where: ${query.type.api.filterInput}) { sample: ${query.type.api.live}(where: $where) { __typename } }`;
      stop = follow({ query: text, variables: { where: query.where }, next: () => came(1), missed });
    },
    { immediate: true },
  );
  onScopeDispose(() => stop());
}
