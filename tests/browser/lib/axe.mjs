// Finds faults of accessibility on a page: WCAG 2.0 to 2.2, A and AA, and the best practices. None is accepted.
import { AxeBuilder } from "@axe-core/playwright";

// No page here holds frames; without them the checker need not open a page of its own for each answer.
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** The violations of the page as it stands, one line each; empty when all is well. */
export async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(" ")}\n    ${failureSummary?.replaceAll("\n", " ")}`),
  );
}

/** The same, and whether the page is wider than its window. */
export async function faultsOf(page) {
  const faults = await violations(page);
  if ((await sideways(page)) > 0) faults.push("scrolls sideways");
  return faults;
}

/** By how many pixels the page is wider than its window. */
export function sideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
