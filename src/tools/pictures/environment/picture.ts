import { type Attributes, at, SynthesizedDocument } from "../../../policy/document";
import { Html, html } from "../../../release/report/html";
import { PALETTES } from "../../../release/report/style";
import { Canvas } from "./canvas";
import { drawNetwork } from "./network-drawing";
import { drawPanels } from "./panels";
import { nameOf } from "./places";
import { talksOf } from "./talks";
import { STYLES, widthOf } from "./text";

export type Theme = keyof typeof PALETTES;
export const THEMES = Object.keys(PALETTES) as readonly Theme[];

const WIDTH = 840;

const LETTERS = Object.entries(STYLES)
  .map(([name, { size, isBold }]) => `.${name}{font-size:${size}px${isBold ? ";font-weight:700" : ""}}`)
  .join("\n");

/** The style sheet of the picture. It does not contain the colors: the theme has them. */
const LOOK = `
text{font-family:Helvetica,Arial,"Liberation Sans",Roboto,sans-serif;fill:var(--ink)}
${LETTERS}
.soft{fill:var(--soft)}
.e{text-anchor:end}.m{text-anchor:middle}
.page{fill:var(--bg)}
.vpc{fill:none;stroke:var(--soft);stroke-width:1.2}
.subnets{fill:var(--card);stroke:var(--grid)}
.public{stroke-dasharray:5 4;stroke:var(--soft)}
.node{fill:var(--bg);stroke:var(--soft)}
.passing{stroke-dasharray:4 3}
.node.blue{stroke:var(--blue);stroke-width:2}.node.green{stroke:var(--green);stroke-width:2}
.guard{stroke:var(--ink);stroke-width:1.6}
.outside{stroke-dasharray:2 3}
.panel{fill:var(--card);stroke:var(--grid)}
text.blue,.bar.blue,.dot.blue{fill:var(--blue)}text.green,.bar.green,.dot.green{fill:var(--green)}
.dot{fill:var(--soft)}
.wire{fill:none;stroke:var(--ink);stroke-width:1.3;stroke-linejoin:round}
.joint,.head-of-arrow{fill:var(--ink)}`;

/** Describes the connections of an environment as text, for people who use a screen reader. */
const described = (document: SynthesizedDocument): string =>
  talksOf(document)
    .map(({ from, to, ports }) => `${nameOf(from)} to ${nameOf(to)} on ${ports.join(", ")}`)
    .join("; ");

/**
 * Draws an environment.
 *
 * @param json the environment's synthesized Terraform JSON, which is the only source of the picture
 * @throws Error if the JSON contains a connection that the picture cannot show. Without the error, nobody would notice the incomplete
 * picture
 */
export function environmentPicture(json: Attributes, theme: Theme): string {
  const document = new SynthesizedDocument(json);
  const [provider] = document.provider();
  const tags = at(provider?.attributes, "default_tags.tags") as Attributes;
  const title = `Environment ${tags.EnvironmentSuffix}`;
  const canvas = new Canvas();
  canvas.text({ x: 14, y: 32 }, "title", title, widthOf(title, "title") + 4);
  const about = `${tags.Profile} profile, ${provider?.attributes.region}: drawn from the synthesized Terraform JSON`;
  canvas.text({ x: 14 + widthOf(title, "title") + 12, y: 32 }, "soft", about, 460);
  const height = drawPanels(canvas, document, drawNetwork(canvas, document) + 14) + 14;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title about">
<title id="title">${title}</title>
<desc id="about">Allowed connections: ${described(document)}.</desc>
<style>${new Html(`svg{${PALETTES[theme]}}${LOOK}`)}
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head-of-arrow" d="M0 0L8 4L0 8Z"/></marker></defs>
<rect class="page" width="${WIDTH}" height="${height}" rx="10"/>
${canvas.content()}</svg>
`.toString();
}
