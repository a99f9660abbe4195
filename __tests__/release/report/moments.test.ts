import { momentsOf } from "../../../src/release/report/moments";
import { page } from "../../../src/release/report/page";
import { badRelease, goodRelease, stuckRelease } from "./made-up-releases";

const WHO = "assumed-role/releaser-role-prod/ada";

it("numbers steps, alarms and decisions as they came, and says what each was", () =>
  expect(momentsOf(badRelease()).map(({ label, text }) => `${label} ${text}`)).toEqual([
    `1 the release starts: blue gets 5 %, asked for by ${WHO}`,
    "2 the next step: blue gets 25 %",
    "▲3 alarm-blue-failed-requests-prod goes to ALARM",
    "4 decision: all traffic back to green (by the controller itself): in ALARM: alarm-blue-failed-requests-prod",
    "5 rolled back: green has all traffic",
  ]));

it("says of a pause why, and of what somebody asked for who", () =>
  expect(momentsOf(goodRelease()).map(({ label, text }) => `${label} ${text}`)).toEqual([
    `1 the release starts: green gets 5 %, asked for by ${WHO}`,
    "2 the next step: green gets 25 %",
    "3 paused: the next step needs an approval: resume approves it",
    `4 resumed, asked for by ${WHO}`,
    "5 the next step: green gets 50 %",
    "6 the next step: green gets 100 %",
    "7 completed: green has all traffic",
  ]));

it("has the alarm before the line of the same moment, which it is the reason of", () => {
  const stuck = stuckRelease();
  const at = Date.parse(stuck.release.lines[2]?.at ?? "");
  const alarms = [{ name: "a", bands: [{ from: at, to: at + 1, state: "ALARM" }] }] as const;
  expect(momentsOf({ ...stuck, alarms }).map(({ label }) => label)).toEqual(["1", "2", "▲3", "4", "5"]);
});

it("does not call an alarm a moment that was in ALARM when the picture begins", () => {
  const stuck = stuckRelease();
  const { from, to } = stuck.release.shown;
  const alarms = [{ name: "a", bands: [{ from, to, state: "ALARM" }] }] as const;
  expect(momentsOf({ ...stuck, alarms })).toHaveLength(stuck.release.lines.length);
});

it("lists them above the plots with their time, and the history has the same numbers", () => {
  const text = page(badRelease());
  expect(text).toContain('<b>▲3</b> <span class="soft">05:21:37</span>');
  expect(text.indexOf("<b>▲3</b>")).toBeLessThan(text.indexOf("<h3>Weights</h3>"));
  expect([...text.matchAll(/<td data-l="No\.">(\d+)<\/td>/g)].map(([, it]) => it)).toEqual([
    "1",
    "2",
    "4",
    "5",
  ]);
  expect(text).not.toContain("history below");
});

it("has the date where a release goes on to another day", () => {
  const bad = badRelease();
  const to = bad.release.shown.to + 24 * 60 * 60_000;
  const text = page({ ...bad, release: { ...bad.release, shown: { ...bad.release.shown, to } } });
  expect(text).toContain('<b>▲3</b> <span class="soft">2026-03-04 05:21:37</span>');
});
