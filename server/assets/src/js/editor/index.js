// What script adds to a text area with `data-editor` around it. Each part finds its own elements in there.
import "@github/markdown-toolbar-element";
import "@github/text-expander-element";
import { installHTML, installLink, installTable } from "@github/paste-markdown";
import { keepDrafts } from "./drafts.js";
import { count } from "./count.js";
import { attachFiles } from "./files.js";
import { grow } from "./grow.js";
import { keepOnServer } from "./keep.js";
import { continueLists } from "./lists.js";
import { offerNames } from "./mentions.js";
import { preview } from "./preview.js";
import { toolbar } from "./toolbar.js";

const known = new WeakSet();

function setUp(editor) {
  const field = editor.querySelector("textarea");
  if (!field || known.has(field)) return;
  known.add(field);
  for (const install of [installTable, installLink, installHTML]) install(field);
  for (const add of [toolbar, continueLists, offerNames, grow, count, preview, attachFiles, keepDrafts, keepOnServer]) add(editor, field);
}

function setUpAll() {
  for (const editor of document.querySelectorAll("[data-editor]")) setUp(editor);
}

setUpAll();
document.addEventListener("htmx:after:swap", setUpAll);
