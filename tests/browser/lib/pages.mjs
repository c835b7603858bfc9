// What people do with pages: sending a form, and looking again until an organisation has told another.

const patience = 60_000;

/** Opens a page again and again until it shows what is looked for: organisations tell each other within seconds. */
export async function eventually(page, path, look, patienceMs = patience) {
  const until = Date.now() + patienceMs;
  for (;;) {
    await page.goto(path);
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`${path} does not show it: ${(await page.textContent("main")).slice(0, 2_000)}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** As the page itself would ask, with the cookies of whoever is signed in. */
export function fetched(page, path) {
  return page.evaluate(async (path) => {
    const answer = await fetch(path);
    return { status: answer.status, text: await answer.text() };
  }, path);
}

/** Sends a form by its first button. */
export function submit(page, form) {
  return Promise.all([page.waitForNavigation(), page.locator(`main ${form}`).first().locator("[type=submit]").first().click()]);
}

/** Presses a button of a form that has several. */
export function press(page, what) {
  return Promise.all([page.waitForNavigation(), page.locator(`main button[name=do][value=${what}]`).click()]);
}
