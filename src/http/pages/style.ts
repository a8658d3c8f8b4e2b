/** The one stylesheet of the pages. */
export const style = `
:root {
  --ink: #16211c; --soft: #5b6b63; --line: #dfe5e1; --paper: #fff; --ground: #f4f6f4;
  --green: #1d6b48; --low: #1c6b45; --low-ground: #e4f2ea; --high: #b3261e; --none: #7a4f00;
  --none-ground: #fdf0d2; --z: #35507a;
}
* { box-sizing: border-box; }
html { font: 15px/1.5 "Inter", "Segoe UI", "Noto Sans", "Noto Sans SC", "PingFang SC",
  "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif;
  color: var(--ink); background: var(--ground); }
body { margin: 0; }
a { color: var(--green); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid #8cc5a8; outline-offset: 2px; border-radius: 3px; }
.banner { margin: 0; padding: 3px 16px; text-align: center; font-size: 12.5px;
  letter-spacing: .02em;
  background: var(--none-ground); color: var(--none); border-bottom: 1px solid #f0dcae; }
.top { background: var(--paper); border-bottom: 1px solid var(--line); }
.inner, main { max-width: 1280px; margin: 0 auto; padding: 0 28px; }
.inner { height: 52px; display: flex; align-items: center; justify-content: space-between; }
.brand { font-size: 18px; font-weight: 650; color: var(--ink); letter-spacing: .01em; }
.brand span { color: var(--green); font-weight: 500; margin-left: 2px; }
nav { display: flex; align-items: center; gap: 18px; font-size: 14px; }
nav .user { color: var(--soft); text-decoration: none; }
main { padding-top: 22px; padding-bottom: 56px; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 650; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 15px; font-weight: 650; margin: 0 0 12px; }
.head { display: flex; align-items: baseline; gap: 14px; flex-wrap: wrap; margin-bottom: 4px; }
.crumb { font-size: 13.5px; margin: 0 0 6px; color: var(--soft); }
.facts { display: flex; flex-wrap: wrap; gap: 4px 26px; margin: 0 0 18px; color: var(--soft);
  font-size: 13.5px; }
.facts dt { display: inline; } .facts dt::after { content: " "; }
.facts dd { display: inline; margin: 0; color: var(--ink); }
.facts > div { max-width: 100%; overflow-wrap: anywhere; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px;
  padding: 18px 20px; margin: 0 0 18px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; font-weight: 500; font-size: 12.5px; color: var(--soft);
  padding: 0 12px 7px 0;
  border-bottom: 1px solid var(--line); vertical-align: bottom; white-space: nowrap; }
td { padding: 7px 12px 7px 0; border-bottom: 1px solid #edf1ee; vertical-align: middle; }
tr:last-child td { border-bottom: 0; }
tbody tr:hover td { background: #f8faf8; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap;
  padding-right: 22px; }
th.number { text-align: right; }
.quiet { color: var(--soft); } .small { font-size: 13px; } .wrap { overflow-wrap: anywhere; }
.mono { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; font-size: 12.5px; }
.chip { display: inline-block; padding: 1px 9px; border-radius: 999px; font-size: 12.5px;
  line-height: 20px;
  font-weight: 550; white-space: nowrap; border: 1px solid transparent; }
.chip.low-risk, .chip.pass { background: var(--low-ground); color: var(--low); }
.chip.high-risk, .chip.failure { background: var(--high); color: #fff; }
.chip.no-call, .chip.warning { background: var(--none-ground); color: var(--none); }
.chip.state { background: #eef1ef; color: #3d4a43; }
.chip.problem { background: #fbe9e7; color: var(--high); }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 18px; }
.card { margin: 0 0 18px; border-top: 4px solid var(--line); }
.card.low-risk { border-top-color: var(--low); } .card.high-risk { border-top-color: var(--high); }
.card.no-call { border-top-color: #d99a1c; }
.card h2 { display: flex; justify-content: space-between; align-items: center; font-size: 17px; }
.card .big { font-size: 30px; font-weight: 600; line-height: 1.1;
  font-variant-numeric: tabular-nums; }
.card .facts { margin: 12px 0 0; } .card .why { margin: 10px 0 0; color: #33423a;
  font-size: 13.5px; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; align-items: start; }
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 12px; fill: var(--soft); font-family: inherit; }
svg .label { fill: var(--ink); font-weight: 550; } svg .title { fill: var(--ink); font-size: 14px;
  font-weight: 600; }
svg .axis { stroke: #c9d2cc; } svg .grid { stroke: #edf1ee; } svg .zero { stroke: #9aa8a0; }
svg .threshold { stroke: var(--high); stroke-dasharray: 5 4; }
  svg .threshold-text { fill: var(--high); }
svg .expected { stroke: #6d83a8; stroke-width: 1.6; } svg .expected-text { fill: #4f678f; }
svg .low-risk { fill: #3f9a6c; } svg .high-risk { fill: var(--high); }
  svg .no-call { fill: #d99a1c; }
svg .bar { fill: #a9bbb0; } svg .bar.target { fill: var(--z); }
  svg .bar.beyond { fill: var(--high); }
.progress { display: flex; align-items: center; gap: 10px; min-width: 180px; }
.progress progress { width: 130px; height: 8px; accent-color: var(--green); }
form.decide { display: grid; gap: 14px; max-width: 640px; }
label { display: block; font-size: 13.5px; color: var(--soft); margin-bottom: 4px; }
.choices { display: flex; flex-wrap: wrap; gap: 8px 20px; border: 0; padding: 0; margin: 0; }
.choices label { color: var(--ink); font-size: 15px; margin: 0; display: flex; gap: 7px;
  align-items: center; }
input[type="password"], input[type="text"], textarea { width: 100%; font: inherit;
  color: inherit; padding: 8px 11px;
  border: 1px solid #b9c5be; border-radius: 7px; background: #fff; }
textarea { min-height: 64px; resize: vertical; }
input[type="radio"], input[type="checkbox"] { accent-color: var(--green); width: 16px;
  height: 16px; }
.actions { display: flex; justify-content: flex-end; }
button { font: inherit; font-weight: 600; border: 0; border-radius: 7px; padding: 9px 18px;
  cursor: pointer;
  background: var(--green); color: #fff; }
button:hover { background: #16553a; }
a.button { display: block; text-align: center; padding: 8px 18px; border-radius: 7px;
  border: 1px solid var(--green); color: var(--green); font-weight: 600; text-decoration: none; }
.elsewhere { margin-top: 16px; }
button.plain { background: none; color: var(--green); padding: 0; font-weight: 400; }
button.plain:hover { text-decoration: underline; background: none; }
.sign-in { max-width: 420px; margin: 9vh auto 0; padding: 28px; }
  .sign-in h1 { margin-bottom: 8px; }
.sign-in form { display: grid; gap: 16px; margin-top: 18px; }
.sign-in.wide { max-width: 860px; margin-top: 4vh; }
.people { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; }
.people fieldset { border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px;
  display: grid; gap: 10px; min-width: 0; }
.people legend { font-weight: 600; font-size: 14px; padding: 0 4px; }
.secret { margin: 14px 0 0; } .secret dt { font-size: 13px; color: var(--soft); }
.secret dd { margin: 2px 0 12px; } .secret .big { font-size: 17px; }
.codes { columns: 2; padding-left: 18px; line-height: 1.9; }
.alert { background: #fbe9e7; color: var(--high); padding: 9px 13px; border-radius: 7px;
  margin: 0 0 14px; }
.report { max-width: 860px; margin-left: auto; margin-right: auto; padding: 34px 44px; }
.report h1 { font-size: 22px; text-align: center; margin-bottom: 18px; }
.report h2 { margin-top: 24px; border-bottom: 1px solid var(--line); padding-bottom: 6px; }
details summary { cursor: pointer; color: var(--soft); font-size: 13.5px; margin-top: 10px; }
details table { margin-top: 10px; }
@media (max-width: 900px) { .cards, .columns, .people { grid-template-columns: 1fr; } .inner,
  main { padding-left: 16px;
  padding-right: 16px; } .report { padding: 20px; } }
@media print { .banner { border: 1px solid; } .top nav, form { display: none; }
  section { border: 0; }
  html { background: #fff; } }
`;
