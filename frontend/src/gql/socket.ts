import { createClient, type Client } from "graphql-ws";
import { heard, socketClosed, socketOpened } from "./connection";

/** Between signs of life, in milliseconds; the server takes a client that is silent for 75 s for gone. */
const KEEP_ALIVE = 20_000;
/** How long a sign of life may take before the connection is taken for lost. */
const PONG_WAIT = 5_000;
/** The longest wait between two attempts to connect. */
const LONGEST_WAIT = 10_000;

let client: Client | null = null;
let closed = (): void => {};

/** The one socket that all subscriptions share; it connects with the first one and again whenever it is lost. */
export function socket(): Client {
  return (client ??= open());
}

/** Gives up the connection that may have died unnoticed, such as after sleep; subscriptions connect anew. */
export function reconnect(): void {
  client?.terminate();
}

/** Whom to tell that the connection was lost, or could not be made. */
export function onClosed(told: () => void): void {
  closed = told;
}

function open(): Client {
  let pong: ReturnType<typeof setTimeout> | undefined;
  return createClient({
    url: () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
    keepAlive: KEEP_ALIVE,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((done) => setTimeout(done, Math.min(LONGEST_WAIT, 250 * 2 ** retries))),
    on: {
      connected: socketOpened,
      closed: () => {
        clearTimeout(pong);
        socketClosed();
        closed();
      },
      ping: (received) => {
        if (!received) pong = setTimeout(reconnect, PONG_WAIT);
      },
      pong: (received) => {
        if (!received) return;
        clearTimeout(pong);
        heard();
      },
    },
  });
}
