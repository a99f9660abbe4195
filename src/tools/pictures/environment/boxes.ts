import { at, refersTo, type SynthesizedDocument } from "../../../policy/document";
import { type Box, type Canvas, middleOf } from "./canvas";
import { zonesText } from "./network";
import { nameOf, type Place } from "./places";
import { wrapped } from "./text";

/** The distance between a box's edge and its text, in pixels. */
export const PAD = 8;

/** Draws a box that contains a name and, below the name, lines of text. */
export function labelled(
  canvas: Canvas,
  box: Box,
  look: string,
  name: string,
  lines: readonly string[],
): void {
  canvas.box(box, `node ${look}`);
  const room = box.width - 2 * PAD;
  const shown = lines.filter((line) => line !== "");
  const top = middleOf(box) - (shown.length * 17) / 2 + 4.5;
  canvas.text({ x: box.x + PAD, y: top }, "name", name, room);
  shown.forEach((line, index) => {
    canvas.text({ x: box.x + PAD, y: top + 17 * (index + 1) }, "soft", line, room);
  });
}

/** Returns the lines of text that a box shows below its name. */
function linesOf(document: SynthesizedDocument, { end, service, box }: Place): readonly string[] {
  if (service !== undefined) {
    const { tasks, task } = service;
    const count = tasks === undefined ? [] : [...new Set(tasks)];
    const size = `${Number(task.cpu) / 1024} vCPU, ${Number(task.memory) / 1024} GB each`;
    return [`${count.join(" to ")} Fargate tasks`, size];
  }
  if (end.is === "gateway endpoint") return ["by a gateway endpoint"];
  if (end.is === "foreign groups") return [end.names.join(", ")];
  if (end.is !== "group") return [];
  const [member] = end.members;
  if (member === undefined) return ["a task, on request"];
  if (member.address.startsWith("aws_lb.")) {
    const listeners = document.referring("aws_lb_listener", "load_balancer_arn", member);
    const domain = document
      .resources("aws_route53_record")
      .find((it) => refersTo(at(it.attributes, "alias.name"), member));
    return [
      String(domain?.attributes.name ?? ""),
      ...listeners.map(({ attributes }) => {
        const to = at(attributes, "default_action.redirect.port");
        return `${attributes.protocol} ${attributes.port}${to === undefined ? "" : ` → ${to}`}`;
      }),
    ];
  }
  if (member.address.startsWith("aws_rds_cluster.")) {
    const instances = document.referring("aws_rds_cluster_instance", "cluster_identifier", member);
    const capacity = ["min_capacity", "max_capacity"].map((it) =>
      at(member.attributes, `serverlessv2_scaling_configuration.${it}`),
    );
    return [
      `in ${zonesText(instances.map(({ attributes }) => String(attributes.availability_zone)))}`,
      `${capacity.join(" to ")} ACU each`,
    ];
  }
  const names = end.members.map(({ attributes }) =>
    String(attributes.service_name).split(".").slice(3).join("."),
  );
  return wrapped(names.join(", "), "soft", box.width - 2 * PAD, 2);
}

function titleOf({ end, service }: Place): string {
  if (service !== undefined) return service.color;
  if (end.is === "group" && end.members[0]?.address.startsWith("aws_rds_cluster.")) {
    return `Aurora PostgreSQL ${end.members[0].attributes.engine_version}`;
  }
  const name = nameOf(end);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Draws the box of one end of a connection, at its place in the picture. */
export function drawPlace(canvas: Canvas, document: SynthesizedDocument, place: Place): void {
  const { box, end, service } = place;
  const isOurs = end.is === "group" && end.members.length > 0;
  const look = service?.color ?? (isOurs ? "" : "passing");
  labelled(canvas, box, look, titleOf(place), linesOf(document, place));
}

/** Draws a box for CIDR blocks outside of the VPC. */
export function outside(canvas: Canvas, box: Box, ranges: readonly string[]): void {
  const isAll = ranges.length === 1 && ranges[0] === "0.0.0.0/0";
  const lines = ranges.length === 1 ? ranges : [`${ranges.length} ranges`];
  labelled(canvas, box, "outside", isAll ? "Internet" : "Outside", lines);
}
