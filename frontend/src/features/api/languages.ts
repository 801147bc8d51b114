/** A POST of JSON to this server. */
export interface ApiRequest {
  url: string;
  body: unknown;
}

export type Language = "curl" | "JavaScript" | "Python" | "CircuitPython";

/** The request as it is written in each language, ready to run. */
export const LANGUAGES: Readonly<Record<Language, (request: ApiRequest) => string>> = { curl: asCurl, JavaScript: asJavaScript, Python: asPython, CircuitPython: asCircuitPython };

/** A quote within the text ends the shell's own, stands by itself, and begins it again. */
export function asCurl({ url, body }: ApiRequest): string {
  const quoted = JSON.stringify(body).replaceAll("'", "'\\''");
  return [`curl '${url}' \\`, `  -H 'Content-Type: application/json' \\`, `  -d '${quoted}'`].join("\n");
}

function asJavaScript({ url, body }: ApiRequest): string {
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll("\n", "\n  ")}),
});
console.log(response.status, await response.json());`;
}

/** With what Python brings along. */
function asPython({ url, body }: ApiRequest): string {
  return `import json
from urllib.request import Request, urlopen

body = ${pythonOf(body)}
request = Request(${JSON.stringify(url)}, json.dumps(body).encode(), {"Content-Type": "application/json"})
with urlopen(request) as response:
    print(response.status, json.load(response))`;
}

/** For a board with Wi-Fi and the library \`adafruit_requests\`; name and password of the network are in settings.toml. */
function asCircuitPython({ url, body }: ApiRequest): string {
  return `import os
import adafruit_connection_manager
import adafruit_requests
import wifi

wifi.radio.connect(os.getenv("CIRCUITPY_WIFI_SSID"), os.getenv("CIRCUITPY_WIFI_PASSWORD"))
pool = adafruit_connection_manager.get_radio_socketpool(wifi.radio)
context = adafruit_connection_manager.get_radio_ssl_context(wifi.radio)
requests = adafruit_requests.Session(pool, context)

body = ${pythonOf(body)}
with requests.post(${JSON.stringify(url)}, json=body) as response:
    print(response.status_code, response.json())`;
}

/** A value of JSON as Python writes it. */
export function pythonOf(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonOf).join(", ")}]`;
  if (typeof value === "object") return `{${Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${pythonOf(part)}`).join(", ")}}`;
  return JSON.stringify(value);
}
