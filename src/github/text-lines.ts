/** A line of a Markdown text. */
export interface TextLine {
  readonly line: string;
  /**
   * The name of the Markdown or HTML markup that contains the line, such as `a code block`. If the parser is not sure whether markup
   * contains the line, this field has a value too.
   *
   * @default - no markup contains the line, and GitHub shows the line as it is written
   */
  readonly within?: string;
}

const CODE_BLOCK = "a code block";
const COMMENT = "a comment of HTML";
const FOLD = "a fold";
const QUOTATION = "a quotation";
const MARKUP = "a paragraph with markup before it";
/** The value of `within` for all lines after markup that this parser does not understand. Perhaps GitHub does not show these lines. */
const UNKNOWN = "HTML that this project cannot parse";

const TAG = /<(\/?)([a-z][a-z0-9-]*)(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?>/gi;
const WITHOUT_END = ["br", "hr", "img", "input"];

/**
 * Divides a Markdown text into lines, and finds the Markdown or HTML markup that contains each line, such as a code block.
 * https://spec.commonmark.org/0.31.2
 */
export function textLines(text: string): TextLine[] {
  let [fence, indent, folds]: [string | undefined, number, number] = [undefined, 0, 0];
  let isComment = false;
  /**
   * The name of the markup that begins in an earlier line of the present paragraph. The parser does not look for the end of this markup.
   * The parser assumes that the markup contains all later lines of the paragraph.
   *
   * @default - no markup begins in an earlier line of the paragraph
   */
  let paragraph: string | undefined;
  /** True if the paragraph may be an HTML block. GitHub does not interpret Markdown in an HTML block. */
  let isHtml = false;
  let isUnknown = false;

  const isCode = (line: string): boolean => {
    const [, spaces = "", run] = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/.exec(line) ?? [];
    if (fence === undefined) {
      if (run === undefined) return false;
      if (isHtml) isUnknown = true;
      [fence, indent] = [run, spaces.length];
    } else if (run?.startsWith(fence) && line.trim() === run) {
      [fence, paragraph] = [undefined, undefined];
    } else if (line.trim() !== "" && line.search(/\S/) < indent) {
      isUnknown = true; // the code block may be in a list, and this line ends the list
    }
    return true;
  };
  const readHtml = (line: string) => {
    const bare = line.replace(/(?<!`)`[^`]+`(?!`)/g, "");
    // Markup in a code span has no effect. So code spans are removed, unless the text around them may end a code span.
    const isWords = paragraph === undefined && !/[\\<]/.test(bare);
    const html = (isWords ? bare : line).replace(/<!--(?!-?>).*?-->/g, "");
    if (/<!--?-?>/.test(html)) isUnknown = true;
    if (/^ {0,3}<!--/.test(html)) {
      isComment = true;
      return;
    }
    const open = new Map<string, number>();
    for (const [, end, name = ""] of html.matchAll(TAG)) {
      const tag = name.toLowerCase();
      if (tag === "details") folds = Math.max(0, folds + (end ? -1 : 1));
      else if (!WITHOUT_END.includes(tag)) open.set(tag, (open.get(tag) ?? 0) + (end ? -1 : 1));
    }
    // The tag </details> may be in a table cell. There it does not close the fold.
    if (/^\s*[^<\s].*<\/details>/i.test(html)) isUnknown = true;
    if ([...open.values()].some((it) => it !== 0) || /<[a-z/!?]/i.test(html.replace(TAG, "")))
      isUnknown = true;
    if (/^\s*</.test(html)) isHtml = true;
  };
  const standsIn = (line: string): string | undefined => {
    if (isUnknown) return UNKNOWN;
    if (isComment) {
      isComment = !line.includes("-->");
      if (!isComment && !line.trimEnd().endsWith("-->")) isUnknown = true;
      return COMMENT;
    }
    if (isCode(line)) return CODE_BLOCK;
    if (line.trim() === "") [paragraph, isHtml] = [undefined, false];
    const within = folds > 0 ? FOLD : paragraph;
    readHtml(line);
    if (/^ {0,3}>/.test(line)) paragraph = QUOTATION;
    else if (/[<[`\\$|~]/.test(line) && !isComment && !/^\s*<!--.*-->\s*$/.test(line)) paragraph ??= MARKUP;
    return within;
  };
  return text.split(/\r\n|\r|\n/).map((line) => {
    const within = standsIn(line);
    return within === undefined ? { line } : { line, within };
  });
}
