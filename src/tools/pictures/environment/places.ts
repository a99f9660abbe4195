import type { SynthesizedDocument } from "../../../policy/document";
import { type Box, bottomOf } from "./canvas";
import { type Service, services } from "./network";
import { type End, idOf, type Talk } from "./talks";

/** A column of the picture. Requests go from the left column to the right column. */
export type Column = "outside" | "front" | "tasks" | "back";

const TOP = 114;
const COLUMNS: Readonly<Record<Column, { readonly x: number; readonly width: number }>> = {
  outside: { x: 12, width: 84 },
  front: { x: 168, width: 144 },
  tasks: { x: 388, width: 146 },
  back: { x: 624, width: 186 },
};
/** The distance between two boxes, in pixels: `GAP` if no line passes between the boxes, `PASSAGE` if a line does. */
const [GAP, PASSAGE] = [12, 28];

/** One end of a connection, with its place in the picture. */
export interface Place {
  readonly end: End;
  readonly column: Column;
  readonly box: Box;
  /** The y coordinate at which lines reach the box. Lines leave a service's box at another height. @default - the middle of the box */
  readonly reachedAt?: number;
  /**
   * The ECS service that the box shows. The two ECS services have the same security group. So a connection that ends at this security group
   * ends at two boxes: one for each service.
   * @default - the box does not show an ECS service
   */
  readonly service?: Service;
}

const has = (end: End, type: string): boolean =>
  end.is === "group" && end.members.some(({ address }) => address.startsWith(`${type}.`));

/** Returns the name that the picture shows for an end of a connection, such as "load balancer". */
export function nameOf(end: End): string {
  if (end.is === "gateway endpoint") {
    return String(end.endpoint.attributes.service_name).split(".").at(-1)?.toUpperCase() ?? "";
  }
  if (end.is === "foreign groups") {
    return end.names.length === 1 ? "1 foreign group" : `${end.names.length} foreign groups`;
  }
  if (end.is !== "group") return end.id === "0.0.0.0/0" ? "the internet" : end.id;
  if (has(end, "aws_lb")) return "load balancer";
  if (has(end, "aws_ecs_service")) return "tasks";
  if (has(end, "aws_rds_cluster")) return "database";
  if (has(end, "aws_vpc_endpoint")) return "interface endpoints";
  // If nothing in the environment uses a security group, its name is the start of its description, such as "migration" for "Migration:
  // called by nobody, ...".
  return String(end.group.attributes.description).split(":")[0]?.toLowerCase() ?? "";
}

function columnOf(end: End): Column {
  if (end.is === "addresses") return "outside";
  if (has(end, "aws_lb")) return "front";
  return end.is === "gateway endpoint" || has(end, "aws_rds_cluster") || has(end, "aws_vpc_endpoint")
    ? "back"
    : "tasks";
}

const HEIGHTS = { service: 60, other: 52, front: 132 };
/** The y coordinate of the row below the two services. */
const LOWER = TOP + 2 * HEIGHTS.service + GAP + PASSAGE;
/** The rows of the last column: the database, interface endpoints, gateway endpoints. */
const BACK = [
  { y: TOP, height: 76, reachedAt: TOP + 50 },
  { y: TOP + 88, height: 60, reachedAt: TOP + 126 },
  { y: LOWER, height: HEIGHTS.other, reachedAt: LOWER + 16 },
] as const;

/** Returns where the picture shows each end of each connection. IP addresses outside of the VPC are left out. */
export function placesOf(document: SynthesizedDocument, talks: readonly Talk[]): readonly Place[] {
  const ends = [...new Map(talks.flatMap(({ from, to }) => [from, to]).map((it) => [idOf(it), it])).values()];
  const inColumn = (column: Column) => ends.filter((it) => columnOf(it) === column);
  const place = (end: End, column: Column, y: number, height: number): Place => ({
    end,
    column,
    box: { ...COLUMNS[column], y, height },
  });

  const places = inColumn("front").map((end) => place(end, "front", TOP, HEIGHTS.front));
  let y = TOP;
  const running = inColumn("tasks").filter((end) => has(end, "aws_ecs_service"));
  for (const end of running) {
    const own = services(document).filter(({ service }) =>
      (end.is === "group" ? end.members : []).some(({ address }) => address === service.address),
    );
    for (const service of own) {
      places.push({ ...place(end, "tasks", y, HEIGHTS.service), service });
      y += HEIGHTS.service + GAP;
    }
  }
  y += PASSAGE - GAP;
  // Security groups that the environment does not create come last.
  for (const end of inColumn("tasks")
    .filter((end) => !running.includes(end))
    .sort(byForeign)) {
    places.push(place(end, "tasks", y, HEIGHTS.other));
    y += HEIGHTS.other + GAP;
  }
  const back = inColumn("back").map((end) => {
    const { y, height, reachedAt } = BACK[has(end, "aws_rds_cluster") ? 0 : end.is === "group" ? 1 : 2];
    return { ...place(end, "back", y, height), reachedAt };
  });
  return [...places, ...back];
}

const byForeign = (a: End, b: End): number =>
  Number(a.is === "foreign groups") - Number(b.is === "foreign groups");

/**
 * Returns the box of the NAT gateways, in the row below the services. The IP addresses that the gateways reach are drawn in the same row.
 */
export const natBox = (): Box => ({
  ...COLUMNS.front,
  y: LOWER,
  height: HEIGHTS.other,
});

/** Returns a box left of the VPC. */
export const outsideBox = (y: number, height: number): Box => ({ ...COLUMNS.outside, y, height });

/** Returns the lower edge of the lowest box. */
export const lowestOf = (places: readonly Place[]): number =>
  Math.max(bottomOf(natBox()), ...places.map(({ box }) => bottomOf(box)));
