import { v7 } from "uuid";

/** The id of a record that is made here, so that a retry is known as one. Ids of one browser grow. */
export function newId(): string {
  return v7();
}

/** What marks a write and all its retries as one. */
export function newKey(): string {
  return v7();
}
