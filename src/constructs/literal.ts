/**
 * Text from configuration as Terraform has to see it to leave it alone: in Terraform's JSON every string is a template,
 * so `${HOME}` in a command would be read as a reference.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
