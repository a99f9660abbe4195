/**
 * The AWS region of every environment, of the state and of what reads them. All that names a region is made from it, so
 * that another value moves everything or is refused.
 */
export const REGION = "us-east-1";

/** Its availability zones. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html */
export const ZONES = ["a", "b", "c", "d", "e", "f"].map((zone) => `${REGION}${zone}`);
