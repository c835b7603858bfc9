// Puts text where the cursor or the selection is, so that undo takes it back like anything that was typed. There is no
// other way to do that than this old command; where it is gone, the text still arrives.
export function insert(field, text) {
  field.focus();
  const command = text === "" ? "delete" : "insertText";
  if (document.execCommand(command, false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
