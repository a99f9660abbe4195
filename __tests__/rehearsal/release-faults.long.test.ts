import { broken } from "./release-broken";
import { endings } from "./release-endings";
import { outlives } from "./release-outlives";
import { Stage } from "./release-stage";
import { MINUTES } from "./support";

/** What a release outlives, and what it does beside what is broken; a minute of the controller is half a second. */
describe("npm run release, with faults,", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open("release-faults");
    await stage.deploy();
  }, 5 * MINUTES);

  beforeEach(() => stage.reset());

  afterAll(() => stage?.close());

  describe("outlives", () => outlives(() => stage));
  describe("beside what is broken", () => broken(() => stage));
  describe("leaves no change to plan where", () => endings(() => stage));
});
