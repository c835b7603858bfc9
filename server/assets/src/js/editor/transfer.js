// One file on its way to the server, in parts that grow while the line is quick. The server says how much it has; after a
// break that is asked, and the rest is sent.
const firstBytes = 512 * 1024;
const quickMs = 3000;
const triesMax = 6;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The server will not have it, and says why. */
class Refused extends Error {
  constructor(sentence) {
    super(sentence);
    this.sentence = sentence;
  }
}

export class Transfer {
  #abort = new AbortController();
  #bytes = firstBytes;
  #bytesMax = firstBytes;
  #id;

  constructor(file, onProgress) {
    this.file = file;
    this.onProgress = onProgress;
  }

  get isCancelled() {
    return this.#abort.signal.aborted;
  }

  /** What the server tells of the whole file. Called again, it goes on where it was. */
  async run() {
    if (!this.#id) await this.#begin();
    let offset = 0;
    for (let tries = 0; ; tries += 1) {
      try {
        offset = await this.#offset();
        return await this.#send(offset, () => (tries = 0));
      } catch (error) {
        if (error instanceof Refused || this.isCancelled || tries >= triesMax) throw error;
        await wait(500 * 2 ** tries);
      }
    }
  }

  cancel() {
    this.#abort.abort();
    if (this.#id) fetch(`/files/${this.#id}/delete`, { method: "POST", keepalive: true }).catch(() => {});
  }

  async #begin() {
    const { name, size, type } = this.file;
    const body = JSON.stringify({ name, size, type });
    const answer = await this.#ask("/files", { method: "POST", body, headers: { "content-type": "application/json" } });
    const told = await answer.json();
    this.#id = told.id;
    this.#bytesMax = told.part_bytes_max;
  }

  async #offset() {
    const answer = await this.#ask(`/files/${this.#id}/upload`, {});
    return Number((await answer.json()).offset);
  }

  async #send(from, onPart) {
    let offset = from;
    for (;;) {
      this.onProgress(offset);
      const begun = performance.now();
      const body = this.file.slice(offset, offset + this.#bytes);
      const headers = { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) };
      const answer = await this.#ask(`/files/${this.#id}`, { method: "PATCH", body, headers });
      if (answer.status === 200) return answer.json();
      const arrived = Number(answer.headers.get("upload-offset"));
      if (arrived === offset) throw new Error("nothing arrived");
      offset = arrived;
      const isQuick = performance.now() - begun < quickMs;
      this.#bytes = isQuick ? Math.min(this.#bytes * 2, this.#bytesMax) : firstBytes;
      onPart();
    }
  }

  async #ask(path, options) {
    const answer = await fetch(path, { ...options, redirect: "error", signal: this.#abort.signal });
    // Another window sent a part of the same: where it is now stands beside it.
    if (answer.ok || answer.headers.has("upload-offset")) return answer;
    const isTold = answer.headers.get("content-type")?.startsWith("application/problem+json");
    if (isTold) throw new Refused((await answer.json()).detail);
    throw new Error(answer.statusText);
  }
}
