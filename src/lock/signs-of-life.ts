/** How often a holder writes into its lock that it lives; a release, which the controller guards, does not. */
export const BEAT_SECONDS = 10;

/**
 * A holder that was not heard of for so long is gone: three signs of life that could not be written, and the time that the
 * fourth may take.
 */
export const STALE_SECONDS = 40;

export interface SignsOfLife {
  /** Aborted, by the error that says so, when the lock is no longer ours. */
  readonly lost: AbortSignal;
  readonly stop: () => void;
}

/**
 * Writes a sign of life every {@link BEAT_SECONDS}. One that fails is said once, and the next one comes all the same.
 *
 * @param write writes one, and gives up when it is told to
 * @param isLost whether it failed because the lock is no longer ours
 */
export function signsOfLife(
  write: (abortSignal: AbortSignal) => Promise<unknown>,
  isLost: (error: unknown) => boolean,
): SignsOfLife {
  const lost = new AbortController();
  const ended = new AbortController();
  let said = false;
  const beat = async () => {
    try {
      await write(AbortSignal.any([ended.signal, AbortSignal.timeout(BEAT_SECONDS * 1000)]));
      said = false;
    } catch (error) {
      if (ended.signal.aborted) return;
      if (isLost(error)) {
        clearInterval(timer);
        lost.abort(error);
      } else if (!said) {
        said = true;
        console.error(
          `the lock's sign of life could not be written (${(error as Error).message}); trying again every ${BEAT_SECONDS} s`,
        );
      }
    }
  };
  const timer = setInterval(beat, BEAT_SECONDS * 1000).unref();
  const stop = () => {
    clearInterval(timer);
    ended.abort();
  };
  return { lost: lost.signal, stop };
}
