import { at, type SynthesizedDocument } from "../../../policy/document";
import { drawPlace, PAD } from "./boxes";
import { type Box, bottomOf, type Canvas, rightOf } from "./canvas";
import { one, services, subnetsOf, unique, zonesText } from "./network";
import { lowestOf, nameOf, type Place, placesOf } from "./places";
import { type Talk, talksOf } from "./talks";
import { widthOf } from "./text";
import { drawForwarding, drawNat, drawWayIn } from "./ways";
import { drawCalls } from "./wires";

const VPC = { x: 150, y: 52, width: 678 };
const HEAD = 32;

/** Draws the frame around the public subnets, or around the private subnets. */
function frame(canvas: Canvas, box: Box, document: SynthesizedDocument, subnetIds: unknown): void {
  const { arePublic } = subnetsOf(document, subnetIds);
  canvas.box(box, arePublic ? "subnets public" : "subnets", 8);
  canvas.text(
    { x: box.x + PAD, y: box.y + 20 },
    "name",
    `${arePublic ? "Public" : "Private"} subnets`,
    box.width,
  );
}

/**
 * Describes, for each caller in the VPC, the IP addresses outside of the VPC that the caller may reach.
 *
 * @returns the description. It is empty if each caller may reach either all addresses outside of the VPC, or none
 */
function reachOf(talks: readonly Talk[]): string {
  const out = talks.filter(({ to }) => to.is === "addresses");
  const callers = unique(out.map(({ from }) => nameOf(from)));
  if (out.every(({ to }) => nameOf(to) === "the internet")) return "";
  return callers
    .map(
      (name) =>
        `${name} to ${out
          .filter(({ from }) => nameOf(from) === name)
          .map(({ to }) => nameOf(to))
          .join(", ")}`,
    )
    .join("; ");
}

/**
 * Draws the VPC and the frames of its subnets.
 *
 * @param lowest the lower edge of the lowest box in the subnets, in pixels
 * @param reach the text that `reachOf` returned
 * @returns the lower edge of the VPC, in pixels
 */
function drawVpc(canvas: Canvas, document: SynthesizedDocument, lowest: number, reach: string): number {
  const vpc: Box = { ...VPC, height: lowest + 24 - VPC.y + (reach === "" ? 0 : 20) };
  const line = vpc.y + 21;
  canvas.box(vpc, "vpc", 10);
  const title = `VPC ${one(document, "aws_vpc")?.attributes.cidr_block}`;
  canvas.text({ x: vpc.x + 12, y: line }, "head", title, widthOf(title, "head") + 4);
  const zones = document.resources("aws_subnet").map((it) => String(it.attributes.availability_zone));
  const x = vpc.x + 24 + widthOf(title, "head");
  canvas.text({ x, y: line }, "soft", zonesText(unique(zones)), 240);
  if (document.resources("aws_flow_log").length > 0) {
    canvas.text({ x: rightOf(vpc) - 12, y: line }, "soft", "every connection is logged", 300, "e");
  }
  const subnets = { y: vpc.y + HEAD, height: lowest + 12 - vpc.y - HEAD };
  const balancers = one(document, "aws_lb")?.attributes.subnets;
  const tasks = services(document).map(({ service }) =>
    at(service.attributes, "network_configuration.subnets"),
  );
  frame(canvas, { ...subnets, x: 160, width: 160 }, document, balancers);
  frame(canvas, { ...subnets, x: 380, width: 438 }, document, tasks);
  if (reach !== "") {
    canvas.text({ x: 168, y: lowest + 28 }, "soft", `Outside of the VPC: ${reach}`, 640);
  }
  return bottomOf(vpc);
}

/** Draws the path of requests from outside of the VPC to each color. @returns the connections that were drawn */
function drawRequests(
  canvas: Canvas,
  document: SynthesizedDocument,
  places: readonly Place[],
  talks: readonly Talk[],
): readonly Talk[] {
  const balancer = places.find(({ column }) => column === "front");
  if (balancer === undefined) return [];
  const incoming = talks.filter(({ from, to }) => from.is === "addresses" && to === balancer.end);
  if (incoming.length > 0) drawWayIn(canvas, document, balancer, incoming);
  const isService = (end: unknown) => places.some((it) => it.end === end && it.service !== undefined);
  const forwarded = talks
    .filter(({ from, to }) => from === balancer.end && isService(to))
    .filter((talk) => drawForwarding(canvas, document, balancer, places, talk));
  return [...incoming, ...forwarded];
}

/**
 * Draws the network and its connections.
 *
 * @returns the lower edge of the drawing, in pixels
 * @throws Error if the picture has no place for a connection
 */
export function drawNetwork(canvas: Canvas, document: SynthesizedDocument): number {
  const talks = talksOf(document);
  const places = placesOf(document, talks);
  const bottom = drawVpc(canvas, document, lowestOf(places), reachOf(talks));
  for (const place of places) drawPlace(canvas, document, place);
  drawNat(canvas, document, talks);
  const drawn = [...drawRequests(canvas, document, places, talks), ...drawCalls(canvas, places, talks)];
  const forgotten = talks.find((it) => !drawn.includes(it));
  if (forgotten !== undefined) {
    const [from, to] = [forgotten.from, forgotten.to].map(nameOf);
    throw new Error(`the picture has no place for the connection from ${from} to ${to}`);
  }
  return bottom;
}
