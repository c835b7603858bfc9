// What script adds to pages that work without it. Each module finds its own elements and does nothing else.
import "htmx.org";
import "./js/announce.js";
import "./js/answers.js";
import "./js/arrows.js";
import "./js/bell.js";
import "./js/dialogs.js";
import "./js/editing.js";
import "./js/editor/index.js";
import "./js/focus.js";
import "./js/forms.js";
import "./js/menus.js";
import "./js/returning.js";
import "./js/sheets.js";
import "./js/shortcuts.js";
import "./js/subjects.js";
import "./js/suggestions.js";
import "./js/toasts.js";
