// A page of a wiki is kept on the server too while it is written: a form with `data-keep` is sent there, so that one can go
// on with it on another computer. Without a connection the draft of this browser is enough.
const waitMs = 5000;

export function keepOnServer(editor, field) {
  const { form } = field;
  const at = form?.dataset.keep;
  if (!at) return;
  const sending = new AbortController();
  let timer;

  async function send() {
    timer = undefined;
    try {
      const body = new URLSearchParams(new FormData(form));
      await fetch(at, { method: "POST", body, headers: { "hx-request": "true" }, signal: sending.signal });
    } catch {
      // The next words try again.
    }
  }

  field.addEventListener("input", () => {
    timer ??= setTimeout(send, waitMs);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sending.abort();
  });
}
