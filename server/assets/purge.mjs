// Leaves out what no page uses: rules whose NL Design System class nobody names, and tokens nobody reads. Both work on
// minified text, where a rule is `selectors{declarations}` and nothing else holds a brace.

/** Drops each selector that needs a class of NL Design System which is not in `used`, and rules left without one. */
export function dropUnusedClasses(css, used) {
  const isUsed = (selector) => (needed(selector).match(/\.(?:nl|utrecht)-[\w-]+/g) ?? []).every((name) => used.has(name.slice(1)));
  return css.replace(/([^{}]+)\{([^{}]*)\}/g, (whole, prelude, declarations) => {
    if (!/\.(nl|utrecht)-/.test(prelude)) return whole;
    const selectors = splitList(prelude).filter(isUsed);
    return selectors.length > 0 ? `${selectors.join(",")}{${declarations}}` : "";
  });
}

/** What an element must have to match: without the parts that say what it must not be, or offer a choice. */
function needed(selector) {
  const exclusion = /:(?:not|has)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g;
  const choice = /:(?:is|where)\([^()]*,[^()]*\)/g;
  return selector.replace(exclusion, "").replace(choice, "");
}

/** Splits at the commas that stand outside brackets. */
function splitList(prelude) {
  const parts = [""];
  let depth = 0;
  for (const sign of prelude) {
    if (sign === "(" || sign === "[") depth += 1;
    if (sign === ")" || sign === "]") depth -= 1;
    if (sign === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

/** Drops custom properties that are never read, again and again until none is left; `keep` are read elsewhere. */
export function dropUnusedTokens(css, keep) {
  let text = css;
  for (;;) {
    const read = new Set([...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name));
    const smaller = text.replace(/(?<=[;{])(--[\w-]+):(?:[^;{}"]|"[^"]*")*(?:;|(?=\}))/g, (whole, name) =>
      read.has(name) || keep.has(name) ? whole : "",
    );
    if (smaller.length === text.length) return text;
    text = smaller;
  }
}
