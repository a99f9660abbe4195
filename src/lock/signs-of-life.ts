/**
 * The interval in seconds at which `deploy`, `destroy` and `sweep` write a sign of life into the environment's lock. If `npm run release`
 * has the lock, nobody writes signs of life.
 */
export const BEAT_SECONDS = 10;

/**
 * The time in seconds after which a holder without a sign of life counts as gone. In this time, the holder can fail to write three signs of
 * life and still write a fourth one.
 */
export const STALE_SECONDS = 40;

/** The result of {@link signsOfLife}. */
export interface SignsOfLife {
  /** This signal is aborted, with the error as its reason, when this process notices that it has lost the lock. */
  readonly lost: AbortSignal;
  readonly stop: () => void;
}

/**
 * Writes a sign of life every {@link BEAT_SECONDS} seconds, until `stop` is called. If a write fails because the lock is lost, the writes
 * end, and the signal `lost` is aborted. If a write fails for another reason, the writes continue. If several writes in a row fail for
 * another reason, the terminal shows a message about the first failure.
 *
 * @param write a function that writes one sign of life. If its parameter `abortSignal` is aborted, the write stops
 * @param isLost a function that gets the error of a failed write; it returns true if the error means that this process has lost the lock
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
