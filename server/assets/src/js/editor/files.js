// Files beside a text: chosen with a button, dropped on it or pasted into it. Each is sent in parts, so that a lost
// connection costs one part, and can be broken off or gone on with. An image comes into the text once it is said what it
// shows, or that it only decorates.
import { announce } from "../announce.js";
import { insert } from "./insert.js";
import { Transfer } from "./transfer.js";

const isFileDrag = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
const plain = (text) => text.replaceAll(/[[\]\\]/g, "");

export function attachFiles(editor, field) {
  const area = editor.querySelector("[data-files]");
  if (!area) return;
  const pick = area.querySelector("[data-pick]");
  const running = new Set();
  const take = (files) => [...files].forEach((file) => new Row(area, field, file, running).start());

  area.querySelector("[data-attach]").addEventListener("click", () => pick.click());
  pick.addEventListener("change", () => {
    take(pick.files);
    pick.value = "";
  });
  field.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData ?? {};
    // A piece of a document comes as text and as a picture of it; then the text is meant.
    if (!files?.length || types.includes("text/plain")) return;
    event.preventDefault();
    take(files);
  });
  for (const name of ["dragenter", "dragover"]) {
    editor.addEventListener(name, (event) => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      editor.classList.add("plein-editor--dropping");
    });
  }
  editor.addEventListener("dragleave", (event) => {
    if (!editor.contains(event.relatedTarget)) editor.classList.remove("plein-editor--dropping");
  });
  editor.addEventListener("drop", (event) => {
    editor.classList.remove("plein-editor--dropping");
    if (!isFileDrag(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  // What is still on its way would not be part of what is sent.
  field.form?.addEventListener("submit", (event) => {
    if (running.size === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    announce(area.dataset.busy);
    const [first] = running;
    first.say(area.dataset.busy);
    first.part("cancel").focus();
  }, { capture: true });
}

class Row {
  constructor(area, field, file, running) {
    const row = area.querySelector("[data-row]").content.cloneNode(true).firstElementChild;
    Object.assign(this, { area, field, file, running, row });
    this.part("name").textContent = file.name;
    this.part("bar").max = file.size;
    this.part("bar").setAttribute("aria-label", file.name);
    this.part("cancel").addEventListener("click", () => this.cancel());
    this.part("retry").addEventListener("click", () => this.start());
    this.part("insert").addEventListener("click", () => this.insert());
    this.part("alt").addEventListener("input", () => this.say(""));
    this.part("decorative").addEventListener("change", ({ target }) => {
      this.part("alt").disabled = target.checked;
      this.say("");
    });
    this.transfer = new Transfer(file, (sent) => (this.part("bar").value = sent));
    area.querySelector("[data-rows]").append(row);
  }

  part(name) {
    return this.row.querySelector(`[data-part="${name}"]`);
  }

  say(sentence) {
    this.part("words").textContent = sentence;
  }

  async start() {
    this.running.add(this);
    this.part("retry").hidden = true;
    this.part("bar").hidden = false;
    this.say("");
    try {
      this.arrived(await this.transfer.run());
    } catch (error) {
      if (this.transfer.isCancelled) return;
      const sentence = error.sentence ?? this.area.dataset.lost;
      this.say(sentence);
      announce(`${this.file.name}: ${sentence}`);
      this.part("retry").hidden = error.sentence !== undefined;
    } finally {
      this.running.delete(this);
    }
  }

  arrived(told) {
    this.told = told;
    this.part("bar").hidden = true;
    this.part("name").textContent = told.name;
    this.say(told.state ? `${told.words}, ${told.state}` : told.words);
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "files", value: told.id });
    this.row.append(hidden);
    this.part("describe").hidden = !told.is_picture;
    this.part("insert").hidden = false;
    announce(`${told.name}: ${this.area.dataset.arrived}`);
    if (told.is_picture) this.part("alt").focus();
  }

  async insert() {
    const { address, id, is_picture: isPicture, name } = this.told;
    if (!isPicture) return insert(this.field, `[${plain(name)}](${address})`);
    const isDecorative = this.part("decorative").checked;
    const alt = isDecorative ? "" : this.part("alt").value.trim();
    if (!isDecorative && alt === "") {
      this.say(this.area.dataset.describe);
      return this.part("alt").focus();
    }
    const body = new URLSearchParams({ alt });
    // The text says it too, so a lost answer is no loss.
    fetch(`/files/${id}/describe`, { method: "POST", body }).catch(() => {});
    insert(this.field, `![${isDecorative ? "-" : plain(alt)}](${address})`);
  }

  cancel() {
    this.transfer.cancel();
    this.running.delete(this);
    this.row.remove();
    this.area.querySelector("[data-attach]").focus();
  }
}
