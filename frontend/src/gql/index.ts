export { client, direct, APP_HEADERS } from "./client";
export { ask, failure, type AskOptions } from "./ask";
export { useConnection, type ConnectionState } from "./connection";
export { follow, type Following } from "./follow";
export { useChanges, lastSeq, type ChangeEvent, type Listener } from "./changes";
