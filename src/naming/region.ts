/**
 * The AWS region of every environment, of the state bucket and of all commands. Every name of a region in this project is built from this
 * constant.
 */
export const REGION = "us-east-1";

/** The Availability Zones of the region. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html */
export const ZONES = ["a", "b", "c", "d", "e", "f"].map((zone) => `${REGION}${zone}`);

/** Returns the zones of the two database instances: the two of an environment's zones that are first in the alphabet. */
export const databaseZones = (zones: readonly string[]): string[] => [...zones].sort().slice(0, 2);
