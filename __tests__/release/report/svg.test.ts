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

it("writes marks that would overlap as a list, and draws each", () => {
  const marks = [
    { at: MINUTE, label: "▲", isAlarm: true },
    { at: MINUTE + 2000, label: "3", isAlarm: false },
    { at: MINUTE + 4000, label: "4", isAlarm: false },
    { at: 6 * MINUTE, label: "5", isAlarm: false },
  ];
  const [wide = ""] = plot({ ...FRAME, marks }, { title: "t", unit: "", series: [] })
    .toString()
    .split("</svg>");
  expect(wide.match(/class="(?:mark|bad)"/g)).toEqual(['class="bad"', ...Array(3).fill('class="mark"')]);
  expect([...wide.matchAll(/y="15">([^<]*)</g)].map(([, text]) => text)).toEqual(["▲ 3, 4", "5"]);
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
