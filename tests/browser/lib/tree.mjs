// The page as a screen reader has it: Chromium's own tree of roles and names.

/** Everything that is told, in order: role, name, level, address, and the entries below. */
export async function treeOf(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  return new Told(told(byId, nodes[0])[0]);
}

/** What is not told itself may hold what is. */
function told(byId, node) {
  const below = (node.childIds ?? []).flatMap((id) => (byId.has(id) ? told(byId, byId.get(id)) : []));
  if (node.ignored) return below;
  const property = (name) => node.properties?.find((one) => one.name === name)?.value.value;
  const entry = { role: node.role?.value ?? "", name: (node.name?.value ?? "").trim(), level: property("level"), url: property("url"), below };
  return [entry];
}

export class Told {
  constructor(root) {
    this.root = root;
  }

  /** Entries with one of these roles, here and below. */
  all(...roles) {
    const found = [];
    const visit = (entry) => {
      if (roles.includes(entry.role)) found.push(entry);
      entry.below.forEach(visit);
    };
    visit(this.root);
    return found;
  }

  one(role, name) {
    return new Told(this.all(role).find((entry) => (name instanceof RegExp ? name.test(entry.name) : entry.name === name)));
  }

  /** As it is read aloud. */
  text() {
    return this.all("StaticText").map(({ name }) => name).join(" ").replace(/\s+([,.:)])/g, "$1").replace(/\s+/g, " ").trim();
  }
}

const named = ["link", "button", "checkbox", "radio", "combobox", "searchbox", "textbox", "heading", "group", "region", "navigation", "search", "dialog"];
const unique = ["button", "checkbox", "combobox", "region", "navigation", "search", "banner", "main", "contentinfo"];

/** What folds open is a group that its own button names. */
export const isFold = ({ role, below }) => role === "group" && below[0]?.role === "DisclosureTriangle";

/** Two answers to one question are links to one page, and so are two ways to a colleague. */
function pageOf(address) {
  const url = new URL(address);
  url.searchParams.delete("from");
  return url.origin + url.pathname + url.search;
}

/** What has no name and needs one, and what cannot be told from another by its name. */
export function namelessAndAlike(tree) {
  const faults = tree.all(...named).filter((entry) => !entry.name && !isFold(entry)).map(({ role }) => `a ${role} without a name`);
  const seen = new Map();
  for (const { role, name, url } of tree.all("link", ...unique)) {
    const key = `${role} "${name}"`;
    const page = url && pageOf(url);
    if (seen.has(key) && (role !== "link" || seen.get(key) !== page)) faults.push(`two of ${key}`);
    seen.set(key, page);
  }
  return faults;
}
