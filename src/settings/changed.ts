/**
 * Returns a copy of the settings in which the field at a path, such as `database.name`, has another value. `undefined` removes the field.
 */
export function changed<Whole extends object>(whole: Whole, path: string, value: unknown): Whole {
  const [key = "", ...rest] = path.split(".");
  const copy = (Array.isArray(whole) ? [...whole] : { ...whole }) as Record<string, unknown>;
  if (rest.length > 0) copy[key] = changed((copy[key] ?? {}) as object, rest.join("."), value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy as Whole;
}
