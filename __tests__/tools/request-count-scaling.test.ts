/**
 * The simulation of docs/decisions/0018-scaling-on-requests.md: what target tracking on CPU, and on requests per target, make
 * of a release and of a peak. Its figures are the decision's.
 *
 * Target tracking as AWS describes it: out after 3 minutes above the target, in after 15 below nine tenths of it, cool-downs
 * of 60 and 300 s as `color-service.ts` has them, tasks that serve a minute after they were asked for.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
type Metric = "cpu" | "requests";

interface Application {
  /** Percent of CPU that one request a minute takes of a task. */
  readonly cpuPerRequest: number;
  /** Requests a minute above which a task gets slow, by CPU or because it waits for others. */
  readonly capacity: number;
}

const [MIN, MAX] = [2, 20];
const TARGET = { cpu: 60, requests: 300 };

class Service {
  public desired: number;
  private readonly starting: number[] = [];
  private above = 0;
  private below = 0;
  private quietUntil = 0;

  public constructor(
    private readonly metric: Metric,
    private readonly application: Application,
    tasks: number,
  ) {
    this.desired = tasks;
  }

  /** One minute: what each task gets, and whether that is more than it can. */
  public minute(now: number, requests: number): boolean {
    this.starting.push(this.desired);
    const tasks = Math.min(this.desired, this.starting.at(-2) ?? this.desired);
    const each = requests / tasks;
    const value = this.metric === "cpu" ? each * this.application.cpuPerRequest : each;
    const ratio = value / TARGET[this.metric];
    this.above = ratio > 1 ? this.above + 1 : 0;
    this.below = ratio < 0.9 ? this.below + 1 : 0;
    const wanted = Math.min(MAX, Math.max(MIN, Math.ceil(tasks * ratio)));
    if (this.above >= 3 && wanted > this.desired && now >= this.quietUntil) {
      this.desired = wanted;
      this.quietUntil = now + 1;
    } else if (this.below >= 15 && wanted < this.desired && now >= this.quietUntil) {
      this.desired = wanted;
      this.quietUntil = now + 5;
    }
    return each > this.application.capacity;
  }
}

/** Computes; waits for nobody: CPU tells how busy it is. */
const COMPUTING: Application = { cpuPerRequest: 0.2, capacity: 480 };
/** Waits for the database and for partners: out of connections at 480 requests a minute, and at 20 % CPU. */
const WAITING: Application = { cpuPerRequest: 0.042, capacity: 480 };

/** 2,400 requests a minute move to green by 5, 25, 50 and 100 %, ten minutes each; rolled back 30 minutes after the end. */
function release(metric: Metric, application: Application) {
  const tasks = metric === "cpu" && application === WAITING ? MIN : 8;
  const colors = {
    blue: new Service(metric, application, tasks),
    green: new Service(metric, application, MIN),
  };
  const overloaded = { release: 0, rollback: 0 };
  let blueBefore = 0;
  for (let now = 0; now < 100; now += 1) {
    const green = now < 70 ? ([5, 25, 50, 100][Math.floor(now / 10)] ?? 100) : 0;
    if (now === 70) blueBefore = colors.blue.desired;
    const tooMuch = [
      colors.blue.minute(now, (2400 * (100 - green)) / 100),
      colors.green.minute(now, (2400 * green) / 100),
    ].some(Boolean);
    if (tooMuch) overloaded[now < 70 ? "release" : "rollback"] += 1;
  }
  return { ...overloaded, blueBefore };
}

/** From 400 to 4,000 requests a minute within an hour, and back. */
function peak(metric: Metric, application: Application) {
  const service = new Service(metric, application, MIN);
  let overloaded = 0;
  for (let now = 0; now < 120; now += 1) {
    if (service.minute(now, 400 + 3600 * (1 - Math.abs(now - 60) / 60))) overloaded += 1;
  }
  return overloaded;
}

it("is what decision 18 says", () => {
  expect({
    "computing, on CPU": {
      ...release("cpu", COMPUTING),
      peak: peak("cpu", COMPUTING),
    },
    "computing, on requests": {
      ...release("requests", COMPUTING),
      peak: peak("requests", COMPUTING),
    },
    "waiting, on CPU": {
      ...release("cpu", WAITING),
      peak: peak("cpu", WAITING),
    },
    "waiting, on requests": {
      ...release("requests", WAITING),
      peak: peak("requests", WAITING),
    },
  }).toMatchInlineSnapshot(`
    {
      "computing, on CPU": {
        "blueBefore": 2,
        "peak": 0,
        "release": 8,
        "rollback": 4,
      },
      "computing, on requests": {
        "blueBefore": 2,
        "peak": 0,
        "release": 8,
        "rollback": 4,
      },
      "waiting, on CPU": {
        "blueBefore": 2,
        "peak": 101,
        "release": 70,
        "rollback": 30,
      },
      "waiting, on requests": {
        "blueBefore": 2,
        "peak": 0,
        "release": 8,
        "rollback": 4,
      },
    }
  `);
});
