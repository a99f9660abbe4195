import { type Canvas, middleOf, rightOf } from "./canvas";
import { natBox, type Place } from "./places";
import { idOf, type Talk } from "./talks";

/**
 * The places of the vertical lines between the tasks' column and the last column. `x`: the x coordinate of the first vertical line.
 * `apart`: the distance from each vertical line to the next. There is one vertical line for each {@link Caller}.
 */
const TRUNKS = { x: 546, apart: 12 };
/** The place of the port numbers, which are drawn above a line. */
const PORTS = { x: 611, width: 48 };
/** The line from the ECS services to the NAT gateways passes below the services. This is the y coordinate of the line at that place. */
const PASSAGE_Y = 260;

/**
 * A security group that the picture shows in the tasks' column. At least one connection starts at this security group. All security groups
 * that the environment does not create are together one caller.
 */
interface Caller {
  readonly id: string;
  /** The points at which lines leave the boxes of this security group. */
  readonly leaves: readonly { readonly x: number; readonly y: number }[];
  /** The x coordinate of the vertical line that the picture draws for this security group. */
  readonly x: number;
}

/** Returns the callers, from top to bottom. Each caller has its own vertical line. */
function callersOf(places: readonly Place[], talks: readonly Talk[]): readonly Caller[] {
  const ids = [...new Set(places.filter(({ column }) => column === "tasks").map(({ end }) => idOf(end)))];
  return ids
    .filter((id) => talks.some(({ from }) => idOf(from) === id))
    .map((id, index) => ({
      id,
      x: TRUNKS.x + index * TRUNKS.apart,
      leaves: places
        .filter(({ end }) => idOf(end) === id)
        .map(({ box, service }) => ({ x: rightOf(box), y: service ? middleOf(box) : box.y + 36 })),
    }));
}

const reached = ({ box, reachedAt = middleOf(box) }: Place): number => reachedAt;

/** Draws the connections that start in the tasks' column. @returns the connections that were drawn */
export function drawCalls(canvas: Canvas, places: readonly Place[], talks: readonly Talk[]): readonly Talk[] {
  const callers = callersOf(places, talks);
  const drawn: Talk[] = [];
  for (const target of places.filter(({ column }) => column === "back")) {
    const here = talks.filter(
      ({ from, to }) => idOf(to) === idOf(target.end) && callers.some(({ id }) => id === idOf(from)),
    );
    if (here.length === 0) continue;
    const y = reached(target);
    const from = callers.filter(({ id }) => here.some((talk) => idOf(talk.from) === id));
    canvas.wire([
      { x: Math.min(...from.map(({ x }) => x)), y },
      { x: target.box.x, y },
    ]);
    const ports = [...new Set(here.flatMap((talk) => talk.ports))].join(", ");
    canvas.text({ x: PORTS.x, y: y - 6 }, "soft", ports, PORTS.width, "e");
    for (const { x } of from) canvas.joint({ x, y });
    drawn.push(...here);
  }
  const out = talks.filter(
    ({ from, to }) => to.is === "addresses" && callers.some(({ id }) => id === idOf(from)),
  );
  for (const { id, x, leaves } of callers) {
    const targets = places.filter(
      ({ end, column }) =>
        column === "back" && drawn.some((it) => idOf(it.from) === id && idOf(it.to) === idOf(end)),
    );
    const isPassing = leaves.length > 1 && out.some(({ from }) => idOf(from) === id);
    const heights = [...leaves.map(({ y }) => y), ...targets.map(reached), ...(isPassing ? [PASSAGE_Y] : [])];
    if (heights.length > leaves.length) {
      canvas.wire(
        [
          { x, y: Math.min(...heights) },
          { x, y: Math.max(...heights) },
        ],
        "wire",
      );
      for (const leave of leaves) canvas.wire([leave, { x, y: leave.y }], "wire");
    }
  }
  return [...drawn, ...drawWayOut(canvas, places, callers, out)];
}

/**
 * Draws the connections from the tasks' column through the NAT gateways to IP addresses outside of the VPC. The line from the ECS services
 * passes below the services. The lines from other callers go straight to the NAT gateways.
 */
function drawWayOut(
  canvas: Canvas,
  places: readonly Place[],
  callers: readonly Caller[],
  talks: readonly Talk[],
): readonly Talk[] {
  const nat = natBox();
  const [PASSAGE_X, ENDS_X] = [364, rightOf(nat)];
  for (const { id, x, leaves } of callers) {
    const here = talks.filter(({ from }) => idOf(from) === id);
    if (here.length === 0) continue;
    const isPassing = leaves.length > 1;
    const box = places.find(({ end }) => idOf(end) === id)?.box;
    const y = nat.y + (isPassing ? 14 : 40);
    if (isPassing) {
      canvas.joint({ x, y: PASSAGE_Y });
      canvas.wire([
        { x, y: PASSAGE_Y },
        { x: PASSAGE_X, y: PASSAGE_Y },
        { x: PASSAGE_X, y },
        { x: ENDS_X, y },
      ]);
    } else
      canvas.wire([
        { x: box?.x ?? 0, y },
        { x: ENDS_X, y },
      ]);
    const ports = [...new Set(here.flatMap((talk) => talk.ports))].join(", ");
    canvas.text({ x: 344, y: y - 6 }, "soft", ports, 40, "m");
  }
  return talks;
}
