import { blocks, type SynthesizedDocument } from "../../../policy/document";
import { labelled, outside } from "./boxes";
import { bottomOf, type Canvas, middleOf, rightOf } from "./canvas";
import { subnetsOf, unique, zonesText } from "./network";
import { natBox, outsideBox, type Place } from "./places";
import { releaseOf } from "./release";
import type { Talk } from "./talks";

/**
 * Draws the path of requests from outside of the VPC to the load balancer. If the environment has a web ACL, the path leads through the web
 * ACL.
 */
export function drawWayIn(
  canvas: Canvas,
  document: SynthesizedDocument,
  balancer: Place,
  talks: readonly Talk[],
): void {
  const ports = unique(talks.flatMap((talk) => talk.ports)).join(", ");
  const ranges = unique(talks.map(({ from }) => (from.is === "group" ? "" : from.id)));
  const acl = document
    .resources("aws_wafv2_web_acl")
    .find((it) => document.referring("aws_wafv2_web_acl_association", "web_acl_arn", it).length > 0);
  const y = middleOf(balancer.box);
  if (acl === undefined) {
    const box = outsideBox(y - 26, 52);
    outside(canvas, box, ranges);
    canvas.wire([
      { x: rightOf(box), y },
      { x: balancer.box.x, y },
    ]);
    canvas.text({ x: rightOf(box) + 6, y: y - 5 }, "soft", ports, 44);
    return;
  }
  const [top, shield] = [outsideBox(balancer.box.y - 10, 52), outsideBox(y + 4, 46)];
  outside(canvas, top, ranges);
  const x = top.x + 24;
  canvas.wire([
    { x, y: bottomOf(top) },
    { x, y: shield.y },
  ]);
  canvas.text({ x: x + 8, y: (bottomOf(top) + shield.y) / 2 + 4 }, "soft", ports, 60);
  labelled(canvas, shield, "guard", "AWS WAF", [`${blocks(acl.attributes.rule).length} rules`]);
  canvas.wire([
    { x: rightOf(shield), y: middleOf(shield) },
    { x: balancer.box.x, y: middleOf(shield) },
  ]);
}

/**
 * Draws the ports on which the security groups allow connections from the load balancer to the colors. If a color listens on one of these
 * ports, the color gets a line. The color's traffic weight is above the line, and the color's port is below the line.
 *
 * @returns true if each of the ports has at least one color that listens on it
 */
export function drawForwarding(
  canvas: Canvas,
  document: SynthesizedDocument,
  balancer: Place,
  places: readonly Place[],
  { ports }: Talk,
): boolean {
  const colors = releaseOf(document)?.colors ?? [];
  for (const { box, service } of places) {
    if (service === undefined || !ports.includes(`${service.port}`)) continue;
    const y = middleOf(box);
    canvas.wire([
      { x: rightOf(balancer.box), y },
      { x: box.x, y },
    ]);
    const weight = colors.find(({ name }) => name === service.color)?.weight;
    canvas.text({ x: 350, y: y - 5 }, "name", `${weight} %`, 54, "m");
    canvas.text({ x: 350, y: y + 15 }, "soft", `${service.port}`, 54, "m");
  }
  return ports.every((port) => places.some(({ service }) => port === `${service?.port}`));
}

/** Draws the NAT gateways, and the IP addresses outside of the VPC that the environment may reach. */
export function drawNat(canvas: Canvas, document: SynthesizedDocument, talks: readonly Talk[]): void {
  const out = talks.filter(({ to }) => to.is === "addresses");
  const gateways = document.resources("aws_nat_gateway");
  const nat = natBox();
  if (gateways.length > 0) {
    const { zones } = subnetsOf(
      document,
      gateways.map(({ attributes }) => attributes.subnet_id),
    );
    labelled(canvas, nat, "", gateways.length === 1 ? "NAT gateway" : `${gateways.length} NAT gateways`, [
      zonesText(zones),
    ]);
  }
  if (out.length === 0) return;
  const box = outsideBox(nat.y, nat.height);
  outside(canvas, box, unique(out.map(({ to }) => (to.is === "group" ? "" : to.id))));
  canvas.wire([
    { x: gateways.length > 0 ? nat.x : rightOf(nat), y: middleOf(nat) },
    { x: rightOf(box), y: middleOf(nat) },
  ]);
}
