/**
 * Escapes a text of the settings for Terraform's JSON. In this JSON every string is a template, so Terraform would read `${HOME}` in a
 * command as a reference.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
