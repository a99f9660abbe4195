/**
 * Escapes a text of the settings for Terraform's JSON, where every string is a template: `${HOME}` in a command would be read as
 * a reference.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
