// This file is preloaded into the process of a Lambda function (NODE_OPTIONS=--require ...). From REHEARSED_EPOCH on
// (milliseconds since 1970), it makes the clock run REHEARSED_SPEED times as fast. The function's code is not changed.
//
// The faster clock applies to `Date` and to the waits of `node:timers/promises`. It does not apply to `setTimeout`,
// AbortSignal.timeout() and performance.now(). These are time limits of calls to the emulator, and the emulator does not answer faster.

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
