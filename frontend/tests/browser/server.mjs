import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long a server may take to be ready, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Starts the binary, with an empty store of its own unless it is given the place of another, and with more settings in its
 * `environment`. Answers its address, how to end it and clear up, and how to end it (by another signal, too) so that the
 * next one can take its place.
 */
export async function startServer(binary, { data, port, environment = {} } = {}) {
  data ??= await mkdtemp(join(tmpdir(), "daybook-browser-"));
  port ??= await freePort();
  const env = { ...process.env, ...environment };
  const server = spawn(binary, ["serve", "--listen", `127.0.0.1:${port}`, "--data", data], { stdio: ["ignore", "ignore", "inherit"], env });
  const ended = new Promise((resolve) => {
    server.once("exit", resolve);
    server.once("error", resolve);
  });
  const leave = async (signal = "SIGTERM") => {
    server.kill(signal);
    await ended;
    return { data, port };
  };
  const stop = async () => {
    await leave();
    await rm(data, { recursive: true, force: true });
  };
  const base = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([untilReady(base), ended.then((how) => Promise.reject(new Error(`${binary} ended at once: ${how}`)))]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { base, stop, leave };
}

async function untilReady(base) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const ready = await fetch(`${base}/readyz`).then((response) => response.ok, () => false);
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server was not ready within ${PATIENCE / 1000} s`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
