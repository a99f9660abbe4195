import { guards } from "./release-guards";
import { inFlight } from "./release-in-flight";
import { promotion } from "./release-promotion";
import { Stage } from "./release-stage";
import { MINUTES } from "./support";

jest.setTimeout(MINUTES);

/** The release tool as processes of its own, in one environment that is deployed once. */
describe("npm run release", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open();
  }, 5 * MINUTES);

  beforeEach(() => stage.reset());

  afterAll(() => stage?.close());

  describe("that goes well", () => promotion(() => stage));
  describe("that something stops", () => guards(() => stage));
  describe("under way", () => inFlight(() => stage));
});
