import { environmentPicture } from "../../../../src/tools/pictures/environment/picture";
import { VARIANTS } from "../../../support/environments";
import { synthesized } from "../../../support/synthesized";
import { faultsOf, textsOf } from "./laid-out";

it.each(VARIANTS)(
  "%s: no text overlaps another, leaves its box or the page, or is crossed by a line",
  (_, overrides) => {
    const svg = environmentPicture(synthesized(overrides).document, "light");
    expect(textsOf(svg).length).toBeGreaterThan(40);
    expect(faultsOf(svg)).toEqual([]);
  },
);
