import { resourceName } from "./names";
import { REGION } from "./region";

/** Returns the URL of the environment's dashboard. */
export const dashboardUrl = (suffix: string): string =>
  `https://${REGION}.console.aws.amazon.com/cloudwatch/home?region=${REGION}#dashboards/dashboard/${resourceName(suffix, "dashboard")}`;
