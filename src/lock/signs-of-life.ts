/** How often a holder writes a sign of life into its lock, in seconds; a release, which the controller guards, writes none. */
export const BEAT_SECONDS = 10;

/**
 * The seconds of silence after which a holder counts as gone: three failed signs of life, and the time that the fourth may take.
 */
export const STALE_SECONDS = 40;

export interface SignsOfLife {
  /** Aborted with an error when this process has lost the lock. */
  readonly lost: AbortSignal;
  readonly stop: () => void;
}

/**
 * Writes a sign of life every {@link BEAT_SECONDS}. A failure is reported once, and the next sign follows all the same.
 *
 * @param write writes one sign of life, and stops when its signal is aborted
 * @param isLost whether an error means that this process has lost the lock
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
