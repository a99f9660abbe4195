/**
 * Returns the part of a subscription's endpoint that a review may show: the host to which messages go. The recipient and secrets are
 * hidden.
 *
 * @param hidden the text that replaces the hidden parts
 */
export function shownSubscriber(endpoint: string, hidden: string): string {
  const mail = /^[^@/\s]+@([A-Za-z0-9.-]+)$/.exec(endpoint);
  if (mail) return `${hidden}@${mail[1]}`;
  const arn = /^(arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d{12}):/.exec(endpoint);
  if (arn) return `${arn[1]}:${hidden}`;
  const { protocol, host } = URL.canParse(endpoint) ? new URL(endpoint) : { protocol: "", host: "" };
  return /^https?:$/.test(protocol) ? `${protocol}//${host}/${hidden}` : hidden;
}

/**
 * Returns an endpoint as SNS lists it: SNS replaces the password of a URL by `****`.
 * https://github.com/hashicorp/terraform-provider-aws/pull/861
 */
export const asListed = (endpoint: string): string =>
  endpoint.replace(/^(https:\/\/[^/?#:@]*):[^/?#]*@/, "$1:****@");
