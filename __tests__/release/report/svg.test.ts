import { bands, niceMax, plot, ticks } from "../../../src/release/report/svg";

const MINUTE = 60_000;
const FRAME = { from: 0, to: 10 * MINUTE, marks: [] };
const pathsOf = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`<path class="line ${name}" d="([^"]*)"`, "g"))].map(([, d]) => d);

const draw = (values: readonly (number | undefined)[], isStepped?: true) =>
  plot(FRAME, {
    title: "t",
    unit: "",
    max: 100,
    series: [
      {
        name: "blue",
        values: values.map((value, index) => ({ at: index * MINUTE, value })),
        ...(isStepped && { isStepped }),
      },
    ],
  }).toString();

it("joins values, for a desk and for a phone", () =>
  expect(pathsOf(draw([0, 50, 100]), "blue")).toEqual(["M46 148L132 86L218 24", "M46 148L76 86L106 24"]));

it("leaves a gap where there is no value, and shows one that stands alone as a dot", () => {
  const svg = draw([0, 50, undefined, 100, undefined]);
  expect(pathsOf(svg, "blue")[0]).toBe("M46 148L132 86M304 24");
  expect(svg.match(/<circle class="blue dot" cx="304" cy="24"/g)).toHaveLength(1);
});

it("holds a weight until the next one", () =>
  expect(pathsOf(draw([0, 50], true), "blue")[0]).toBe("M46 148H132V86"));

/** The labels above a plot for a desktop screen, each with its position. */
const labelsOf = (...marks: readonly (readonly [minutes: number, label: string])[]) => {
  const all = marks.map(([minutes, label]) => ({
    at: minutes * MINUTE,
    label,
    isAlarm: label.startsWith("▲"),
  }));
  const [wide = ""] = plot({ ...FRAME, marks: all }, { title: "t", unit: "", series: [] })
    .toString()
    .split("</svg>");
  return {
    lines: [...wide.matchAll(/class="(mark|bad)"/g)].map(([, name]) => name),
    labels: [...wide.matchAll(/class="t (\w*) \w*" x="([\d.]+)" y="15">([^<]*)</g)].map(
      ([, place, x, text]) => [text, place, Number(x)],
    ),
  };
};

it("writes marks that would overlap as a list, and draws each", () => {
  const { lines, labels } = labelsOf([1, "▲2"], [1.03, "3"], [1.06, "4"], [6, "5"]);
  expect(lines).toEqual(["bad", "mark", "mark", "mark"]);
  expect(labels).toEqual([
    ["▲2, 3, 4", "", 129],
    ["5", "m", 562],
  ]);
});

it("writes the first and the last of many marks", () =>
  expect(labelsOf([1, "1"], [1.1, "▲2"], [1.2, "3"], [1.3, "4"]).labels).toEqual([["1 to 4", "", 129]]));

it("ends a list at the right edge where it has no room, and takes in what it would cover", () => {
  expect(labelsOf([9.5, "1"], [10, "▲2"], [10, "3"]).labels).toEqual([["1, ▲2, 3", "e", 863]]);
  expect(labelsOf([8, "1"], [10, "▲2"], [10, "3"]).labels).toEqual([
    ["1", "m", 734],
    ["▲2, 3", "e", 906],
  ]);
});

it("draws a threshold within the plot", () => {
  const svg = plot(FRAME, {
    title: "t",
    unit: "%",
    series: [],
    threshold: { value: 5, label: "alarm above 5%" },
  }).toString();
  expect(svg).toContain('<path class="limit" d="M46 44.7H906"/>');
  expect(svg).toContain(">alarm above 5%</text>");
});

it("tells an alarm's states by their form and, where they find room, in words", () => {
  const svg = bands(FRAME, [
    {
      name: "a",
      bands: [
        { from: 0, to: 4 * MINUTE, state: "OK" },
        { from: 4 * MINUTE, to: 4.1 * MINUTE, state: "ALARM" },
        { from: 4.1 * MINUTE, to: 10 * MINUTE, state: "INSUFFICIENT_DATA" },
      ],
    },
    { name: "b", bands: [] },
  ]).toString();
  const [wide = ""] = svg.split("</svg>");
  expect([...wide.matchAll(/<rect class="(\w+)"/g)].map(([, name]) => name)).toEqual([
    "ok",
    "alarm",
    "unjudged",
  ]);
  expect(wide).toContain(">not judged</text>");
  expect(wide).not.toContain(">ALARM</text>");
  expect(wide).toContain("b (its states are not known)");
});

it.each([
  [0, 1],
  [Number.NaN, 1],
  [2.4, 3],
  [2400, 3000],
  [100, 100],
  [0.07, 0.08],
])("rounds the top of an axis up: %p", (value, top) => expect(niceMax(value)).toBeCloseTo(top));

it.each([
  [60, 12, 5],
  [60, 4, 15],
  [1, 4, 1],
])("has times at whole minutes: %p minutes, at most %p", (minutes, most, every) => {
  const all = ticks(30_000, 30_000 + minutes * MINUTE, most);
  expect(all.length).toBeLessThanOrEqual(most);
  expect(all.every((it) => it % (every * MINUTE) === 0)).toBe(true);
});
