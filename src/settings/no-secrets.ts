import * as v from "valibot";
import { hasSecret, secretWordsOf } from "./secrets";

/**
 * Refuses a text that contains a secret.
 *
 * @param shownBy the last words of the refusal: they say in which place AWS or Terraform would show the secret, and can say where secrets
 * belong
 */
export const noSecret = (shownBy: string) =>
  v.check<string, string>((text) => !hasSecret(text), `no secrets: ${shownBy}`);

/** Refuses a command in which two words together are a secret, such as `--password` and the next word. */
export const noSecretOfWords = (shownBy: string) =>
  v.rawCheck<string[]>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const words = dataset.value;
    for (const index of secretWordsOf(words)) {
      const word = words[index] ?? "";
      if (hasSecret(word)) continue; // another check refuses a single word with a secret
      const path = [
        { type: "array", origin: "value", input: words, key: index, value: word },
      ] satisfies v.ArrayPathItem[];
      addIssue({ message: `no secrets: ${shownBy}`, input: "(not shown)", path: path as [v.ArrayPathItem] });
    }
  });
