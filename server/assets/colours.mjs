// The colours of the Plein theme: one ladder of lightness for every role, in light and dark, so that contrast is a
// property of the ladder and not of somebody's eye. A theme chooses a hue and a chroma; see src/themes.

// step: [lightness, share of the chroma] in light, then in dark
const ladder = {
  "bg-subtle": [0.978, 0.1, 0.235, 0.25],
  "bg-default": [0.955, 0.22, 0.275, 0.35],
  "bg-hover": [0.93, 0.32, 0.315, 0.4],
  "bg-active": [0.9, 0.42, 0.35, 0.45],
  "border-subtle": [0.875, 0.4, 0.39, 0.4],
  "border-default": [0.6, 0.9, 0.64, 0.7],
  "border-hover": [0.52, 1, 0.72, 0.7],
  "border-active": [0.45, 1, 0.78, 0.6],
  "color-subtle": [0.49, 0.9, 0.76, 0.5],
  "color-default": [0.43, 1, 0.83, 0.55],
  "color-hover": [0.36, 1, 0.88, 0.45],
  "color-active": [0.32, 1, 0.91, 0.35],
  "color-document": [0.26, 0.7, 0.94, 0.2],
  "inverse-bg-document": [0.36, 1, 0.7, 0.75],
  "inverse-bg-subtle": [0.3, 0.9, 0.64, 0.75],
  "inverse-bg-default": [0.43, 1, 0.78, 0.65],
  "inverse-bg-hover": [0.37, 1, 0.84, 0.55],
  "inverse-bg-active": [0.33, 1, 0.88, 0.5],
  "inverse-border-subtle": [0.56, 0.7, 0.58, 0.6],
  "inverse-border-default": [0.82, 0.3, 0.34, 0.5],
  "inverse-border-hover": [0.88, 0.25, 0.28, 0.5],
  "inverse-border-active": [0.92, 0.2, 0.24, 0.5],
  "inverse-color-subtle": [0.9, 0.2, 0.3, 0.5],
  "inverse-color-default": [1, 0, 0.2, 0.3],
  "inverse-color-hover": [1, 0, 0.16, 0.3],
  "inverse-color-active": [1, 0, 0.16, 0.3],
  "inverse-color-document": [1, 0, 0.2, 0.3],
};

// role: [hue, chroma]; the first two follow the organisation's theme
const roles = {
  default: ["var(--plein-neutral-hue)", "var(--plein-neutral-chroma)"],
  "accent-1": ["var(--plein-accent-hue)", "var(--plein-accent-chroma)"],
  "action-1": ["var(--plein-accent-hue)", "var(--plein-accent-chroma)"],
  "action-2": ["var(--plein-accent-hue)", "var(--plein-accent-chroma)"],
  info: ["250", "0.11"],
  positive: ["150", "0.1"],
  warning: ["65", "0.1"],
  negative: ["25", "0.16"],
  highlight: ["95", "0.12"],
};

const number = (value) => String(Math.round(value * 1000) / 1000);

function oklch(lightness, share, [hue, chroma]) {
  if (share === 0) return lightness === 1 ? "#fff" : `oklch(${number(lightness)} 0 0)`;
  return `oklch(${number(lightness)} calc(${chroma} * ${number(share)}) ${hue})`;
}

function declarations(name, role) {
  const steps = Object.entries(ladder).map(([step, [light, lightShare, dark, darkShare]]) => {
    const pair = `light-dark(${oklch(light, lightShare, role)}, ${oklch(dark, darkShare, role)})`;
    return `  --basis-color-${name}-${step}: ${pair};`;
  });
  const page = name === "default" ? `light-dark(#fff, ${oklch(0.19, 0.9, role)})` : "var(--basis-color-default-bg-document)";
  return [`  --basis-color-${name}-bg-document: ${page};`, ...steps].join("\n");
}

export function colours() {
  return `:root {\n${Object.entries(roles).map(([name, role]) => declarations(name, role)).join("\n")}\n}\n`;
}
