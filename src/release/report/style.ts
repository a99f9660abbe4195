/** The light and the dark colors of every page and picture. Text has a contrast of at least 4.5 to its background. */
export const PALETTES = {
  light:
    "--bg:#fff;--ink:#1b1f24;--soft:#57606a;--grid:#e4e7eb;--card:#f6f8fa;--blue:#0757c2;--green:#12762f;--bad:#b3151d;--badbg:#fbdcdc;--okbg:#d5ecdb;--ok:#0f5323;color-scheme:light",
  dark: "--bg:#0f1318;--ink:#e6e9ed;--soft:#9aa4af;--grid:#2a313a;--card:#181e25;--blue:#6cb0ff;--green:#5fd07f;--bad:#ff8a85;--badbg:#5c1b1e;--okbg:#17351f;--ok:#9be3ad;color-scheme:dark",
} as const;

/**
 * The style sheet of a report. No information depends on color alone: the line of blue is solid, the line of green is dashed, and
 * an alarm is hatched and has the sign ▲. A printed report always has the light colors.
 */
export const STYLE = `
:root{${PALETTES.light}}
@media screen and (prefers-color-scheme:dark){:root{${PALETTES.dark}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:980px;padding:20px 24px 48px;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.25;margin:.2em 0}
h2{font-size:1.15rem;margin:2em 0 .4em}
h3{font-size:1rem;margin:1.3em 0 .1em}
p{margin:.4em 0}
.soft,figcaption{color:var(--soft);font-size:.88rem}
.word{display:inline-block;padding:0 .5em;border-radius:6px;background:var(--okbg);color:var(--ok)}
.word.not{background:var(--badbg);color:var(--bad)}
dl.answers{margin:1em 0;padding:14px 18px;background:var(--card);border-radius:10px;border-left:6px solid var(--ok)}
dl.answers.not{border-left-color:var(--bad)}
dl.answers dt{font-weight:600;margin-top:.6em}
dl.answers dt:first-child{margin-top:0}
dl.answers dd{margin:0}
figure{margin:1.2em 0 0}
svg{display:block;width:100%;height:auto}
svg.narrow{display:none}
svg.defs{position:absolute;width:0;height:0}
.grid{stroke:var(--grid);fill:none}
.t{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--soft)}
.m{text-anchor:middle}.e{text-anchor:end}
.name{fill:var(--ink)}.name,.limitt{paint-order:stroke;stroke:var(--bg);stroke-width:4px}
.line{fill:none;stroke-width:2.2;stroke-linejoin:round}
.blue{stroke:var(--blue)}
.green{stroke:var(--green);stroke-dasharray:6 3}
.dot{stroke-dasharray:none}.dot.blue{fill:var(--blue)}.dot.green{fill:var(--bg);stroke-width:2}
.mark{stroke:var(--soft);stroke-width:1;stroke-dasharray:1 3}
.bad{stroke:var(--bad);stroke-width:1.6}
.badt{fill:var(--bad);font-weight:700}
.limit{stroke:var(--bad);stroke-width:1.2;stroke-dasharray:9 4;fill:none}
.limitt{fill:var(--bad)}
rect.ok{fill:var(--okbg)}.okt{fill:var(--ok)}
rect.alarm{fill:url(#hatch);stroke:var(--bad)}
.alarmt{fill:var(--bad);font-weight:700;paint-order:stroke;stroke:var(--badbg);stroke-width:4px}
rect.unjudged{fill:none;stroke:var(--soft);stroke-dasharray:3 3}.unjudgedt{fill:var(--soft)}
#hatch rect{fill:var(--badbg)}#hatch path{stroke:var(--bad);stroke-width:2}
.legend svg{display:inline-block;width:34px;height:10px;margin:0 .35em 0 0;vertical-align:middle}
.legend span{white-space:nowrap;margin-right:1.2em}
.moments{list-style:none;margin:.6em 0;padding:0;font-size:.9rem}
.moments li{display:grid;grid-template-columns:2.2em auto 1fr;gap:.6em;padding:1px 0}
.moments .rise b{color:var(--bad)}
.none{padding:10px 14px;border:1px dashed var(--soft);border-radius:8px;color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin-top:.5em}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--grid)}
th{color:var(--soft);font-weight:600;white-space:nowrap}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code.typed{display:inline-block;padding:1px 6px;border-radius:5px;background:var(--bg);border:1px solid var(--grid)}
td[data-l="Who"]{min-width:9em}td[data-l="Alarm"]{min-width:15em}td[data-l="When"],td[data-l="What"],td[data-l="Color"],td[data-l="For"],td[data-l="From, to"]{white-space:nowrap}
@media (max-width:640px){
body{padding:14px 14px 40px}
h1{font-size:1.4rem}
svg.wide{display:none}svg.narrow{display:block}
}
@media screen and (max-width:820px){
table,tbody,tr,td{display:block}thead{display:none}
tr{padding:8px 0;border-bottom:1px solid var(--grid)}
td{border:0;padding:1px 0}
td:empty{display:none}
td::before{content:attr(data-l) ": ";color:var(--soft)}
}
@media print{
table{font-size:9pt}th,td{white-space:normal!important;padding-right:8px}th{overflow-wrap:normal}
@page{margin:14mm}
body{max-width:none;padding:0;font-size:11pt}
svg.wide{display:block}svg.narrow{display:none}
figure,tr,dl,li{break-inside:avoid}h2,h3{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`;
