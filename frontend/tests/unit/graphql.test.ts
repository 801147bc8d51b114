import { afterEach, expect, test, vi } from "vitest";
import { askGraphql, RequestFailed } from "../../src/lib/graphql";

afterEach(() => vi.unstubAllGlobals());

function answer(body: string, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, init)));
}

async function failure(): Promise<RequestFailed> {
  const error: unknown = await askGraphql("{ types { name } }").catch((reason: unknown) => reason);
  if (error instanceof RequestFailed) return error;
  throw new Error(`not a RequestFailed: ${String(error)}`);
}

test("answers errors as GraphQL gave them, whatever the status", async () => {
  answer('{"errors":[{"message":"no such field"}]}', { status: 400 });
  expect(await askGraphql("{ x }")).toEqual({ errors: [{ message: "no such field" }] });
});

test("quotes the problem and names the request when the answer is not GraphQL", async () => {
  answer('{"title":"Not ready","detail":"the store is being opened"}', {
    status: 503,
    statusText: "Service Unavailable",
    headers: { "x-request-id": "r-7" },
  });
  const { kind, detail, requestId } = await failure();
  expect([kind, detail, requestId]).toEqual(["refused", "503 Service Unavailable: the store is being opened", "r-7"]);
});

test("says the status when the answer is not even JSON", async () => {
  answer("<h1>Bad gateway</h1>", { status: 502 });
  const { kind, detail } = await failure();
  expect([kind, detail]).toEqual(["refused", "502"]);
});

test("says that the server is out of reach", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const { kind, detail } = await failure();
  expect([kind, detail]).toEqual(["unreachable", "Failed to fetch"]);
});

test("lets go without a failure when the caller lost interest", async () => {
  const left = new AbortController();
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => {
    left.abort();
    return Promise.reject(init.signal?.reason as Error);
  });
  const error: unknown = await askGraphql("{ x }", { signal: left.signal }).catch((reason: unknown) => reason);
  expect((error as Error).name).toBe("AbortError");
});
