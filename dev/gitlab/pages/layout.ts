import { type Html, html } from "./html.ts";
import { style } from "./style.ts";

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Trail above the title: text and address. */
  readonly trail?: readonly (readonly [string, string])[];
  /** The name of the signed-in user. */
  readonly user?: string | undefined;
  /** Run in the page. */
  readonly script?: string;
}

/** A whole page. It loads nothing from other servers. */
export function page({ title, body, trail = [], user, script }: Page): string {
  const steps = trail.map(([text, address]) => html`<li><a href="${address}">${text}</a></li>`);
  const leave = html`<form method="post" action="/-/sign_out"><span>${user}</span> <button>Sign out</button></form>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · stand-in GitLab</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><a href="/"><strong>GitLab</strong> stand-in</a>${user && leave}</header>
<main id="main" tabindex="-1">
${steps.length > 0 && html`<nav aria-label="Breadcrumb"><ol>${steps}</ol></nav>`}
<h1>${title}</h1>
${body}
</main>
${script && html`<script type="module" src="${script}"></script>`}
</body>
</html>`.text;
}

const signs: Readonly<Record<string, string>> = {
  success: "✓",
  failed: "✕",
  running: "●",
  pending: "◔",
  canceled: "⊘",
  skipped: "»",
  manual: "▶",
  merged: "✓",
  opened: "●",
  closed: "✕",
};

/** A status as a symbol and a word. */
export function badge(status: string): Html {
  return html`<span class="badge ${status}"><span aria-hidden="true">${signs[status] ?? "○"}</span> ${status.replaceAll("_", " ")}</span>`;
}

/** A button that changes something. */
export function button(address: string, text: string): Html {
  return html`<form method="post" action="${address}"><button>${text}</button></form>`;
}

/** How long something took, or has taken so far. */
export function span(from: string | null, to: string | null, now: Date): Html {
  if (from === null) return html`–`;
  const seconds = Math.max(
    0,
    Math.round(((to === null ? now.getTime() : Date.parse(to)) - Date.parse(from)) / 1000),
  );
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return html`<span class="span">${said.join(" ") || "0 s"}</span>`;
}

/** A moment to the minute. The attribute has it in full. */
export function time(moment: string | null): Html {
  if (moment === null) return html`–`;
  return html`<time datetime="${moment}">${moment.slice(0, 16).replace("T", " ")}</time>`;
}
