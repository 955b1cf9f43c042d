import { Html } from "./html.ts";

/** The look of every page, light and dark. */
export const style = new Html(`
:root { color-scheme: light dark; --line: light-dark(#d5d5da, #3f3f48); --soft: light-dark(#f6f6f8, #1d1d22);
  --good: light-dark(#0b6b32, #6fd897); --bad: light-dark(#b3261e, #ff9b92); --busy: light-dark(#0b57b7, #8fbfff);
  --idle: light-dark(#5e5e68, #b4b4be); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--busy); } :focus-visible { outline: 3px solid var(--busy); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; }
header { display: flex; justify-content: space-between; align-items: center; padding: .6rem 1.5rem;
  background: var(--soft); border-bottom: 1px solid var(--line); }
header form { display: flex; align-items: center; gap: .6rem; min-width: 0; } header { gap: 1rem; }
header form span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
header button, header > a { white-space: nowrap; flex: none; }
header a { color: inherit; text-decoration: none; }
main { max-width: 75rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; } main:focus { outline: 0; }
h1 { font-size: 1.5rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
nav ol { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 0; padding: 0; }
nav li + li::before { content: "/"; margin-right: .5rem; color: var(--idle); }
table { width: 100%; border-collapse: collapse; } caption { text-align: left; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
.badge { white-space: nowrap; font-weight: 600; color: var(--idle); }
.badge.success { color: var(--good); } .badge.failed { color: var(--bad); }
.badge.running, .badge.pending { color: var(--busy); }
.stages { display: flex; gap: 2.5rem; overflow-x: auto; list-style: none; padding: .25rem 0 1rem; }
.stages > li { min-width: 13rem; position: relative; }
.stages > li + li::before { content: "→"; position: absolute; left: -1.8rem; top: 2.6rem; color: var(--idle); }
.stages h2 { font-size: 1rem; margin: 0 0 .5rem; } .stages ul { list-style: none; padding: 0; margin: 0; }
.stages ul a { display: block; padding: .5rem .75rem; margin-bottom: .5rem; border: 1px solid var(--line);
  border-radius: .4rem; text-decoration: none; color: inherit; background: var(--soft); }
.stages .card { display: block; padding: .5rem .75rem; margin-bottom: .5rem; border: 1px dashed var(--line); }
.actions { display: flex; gap: .5rem; } .actions:empty { display: none; } .span { white-space: nowrap; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; } .notes { list-style: none; padding: 0; }
.notes li { border-bottom: 1px solid var(--line); padding: .5rem 0; }
.badge.merged { color: var(--good); } .badge.opened { color: var(--busy); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { color: var(--idle); } dd { margin: 0; }
pre { background: #17171c; color: #ececf1; padding: 1rem; border-radius: .4rem; overflow-x: auto;
  white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; min-height: 6rem; }
label { display: block; margin-bottom: .25rem; } input { font: inherit; padding: .4rem; width: min(28rem, 100%); }
button { font: inherit; padding: .3rem .9rem; cursor: pointer; } .error { color: var(--bad); font-weight: 600; }
@media (max-width: 40rem) { header, main { padding-left: 1rem; padding-right: 1rem; } td, th { display: block; border: 0; padding: .1rem 0; } tr { display: block;
  border-bottom: 1px solid var(--line); padding: .5rem 0; } thead { display: none; } }
`);
