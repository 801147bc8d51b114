import { Client, fetchExchange, subscriptionExchange, type Exchange } from "@urql/core";
import { cacheExchange, type KeyingConfig } from "@urql/exchange-graphcache";
import { socket } from "./socket";

/** Sent with every request of the app, so that the history says that it was the web app. */
export const APP_HEADERS: Readonly<Record<string, string>> = {
  "daybook-origin": "UI",
  accept: "application/graphql-response+json, application/json;q=0.9",
};

/** What has an id is kept once and shared by all who show it; everything else belongs to its parent. */
const keys = new Proxy<KeyingConfig>({}, { get: () => (data: { id?: unknown }) => (typeof data.id === "string" ? data.id : null) });

/** Subscriptions of all clients go over the one socket. */
const overSocket: Exchange = subscriptionExchange({
  forwardSubscription: ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: socket().subscribe({ query: query ?? "", variables }, sink) }),
  }),
});

const base = { url: "/graphql", preferGetMethod: false, fetchOptions: { headers: APP_HEADERS } } as const;

/** The client of the app: entries are kept by id, and a change that one view hears of shows in all. */
export const client = new Client({ ...base, exchanges: [cacheExchange({ keys }), overSocket, fetchExchange] });

/**
 * The same server without a cache. For windows over long lists, which keep and drop rows themselves (a cache would
 * hold every row ever scrolled past), and for questions whose answer is wanted anew each time.
 */
export const direct = new Client({ ...base, requestPolicy: "network-only", exchanges: [overSocket, fetchExchange] });
