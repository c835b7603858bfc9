// The field grows with what is written. Most browsers do that by a style; the others are told.
export function grow(_, field) {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = () => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  };
  field.addEventListener("input", fit);
  fit();
}
