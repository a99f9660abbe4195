/**
 * Somebody else's text for one line of a terminal: characters that move the cursor, color, hide or reorder text are replaced.
 * https://www.unicode.org/reports/tr44/#General_Category_Values
 */
export const printable = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\uFFFD");
