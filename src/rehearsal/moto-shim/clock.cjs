// Preloaded into a function (NODE_OPTIONS=--require ...), this makes its clock run REHEARSED_SPEED times as fast from
// REHEARSED_EPOCH on (milliseconds since 1970). The function knows nothing of it.
//
// `Date` goes by it, and so do waits by `node:timers/promises`: what a program waits for is rehearsed time. `setTimeout`,
// AbortSignal.timeout() and performance.now() do not: they limit calls to an emulator that is no faster for it.

const timers = require("node:timers/promises");

const epoch = Number(process.env.REHEARSED_EPOCH);
const speed = Number(process.env.REHEARSED_SPEED);
if (!(epoch > 0 && speed > 0)) throw new Error("REHEARSED_EPOCH and REHEARSED_SPEED have to be above 0");

const realNow = Date.now;
const now = () => Math.floor(epoch + (realNow() - epoch) * speed);

Date.now = now;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: (target) => new target(now()).toString(),
});
Date.prototype.constructor = Date;

const wait = timers.setTimeout;
timers.setTimeout = (milliseconds, ...rest) => wait(milliseconds / speed, ...rest);
