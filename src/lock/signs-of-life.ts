/** How often the holder of a lock writes a sign of life into it, in seconds. For a release, nobody writes signs of life. */
export const BEAT_SECONDS = 10;

/**
 * Seconds without a sign of life after which the holder counts as gone. This is enough time for three failed signs of life, and for the
 * write of a fourth.
 */
export const STALE_SECONDS = 40;

/** Running signs of life. */
export interface SignsOfLife {
  /** Aborted with an error as soon as this process has lost the lock. */
  readonly lost: AbortSignal;
  readonly stop: () => void;
}

/**
 * Writes a sign of life every {@link BEAT_SECONDS}. A failed write is reported once, and the next write is tried as usual.
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
