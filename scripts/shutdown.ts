const forceAfterMs = 28_000;
/** One Ctrl-C may arrive several times: from the terminal, from npm and from the launcher. */
const sameKeyPressMs = 1_000;

/**
 * What has to be closed again, in the reverse order of its opening, on Ctrl-C, SIGTERM, or when the launcher is gone.
 * A second Ctrl-C, or 28 s without an end, forces it.
 */
export interface Shutdown {
  /** `force` is for what would outlive this process. */
  onStop(close: () => Promise<void>, force?: () => void): void;
  /** Resolves with the exit code when everything is closed. */
  finished: Promise<number>;
  /** Closes what is open now: without a signal when starting failed, and once more what was opened since one. */
  begin(): Promise<number>;
  hasBegun(): boolean;
}

export function listenForShutdown(): Shutdown {
  const open: { close: () => Promise<void>; force?: () => void }[] = [];
  const { promise: finished, resolve: finish } = Promise.withResolvers<number>();
  let firstSignalAt: number | undefined;

  const closeAll = async (): Promise<number> => {
    let code = 0;
    for (let last = open.at(-1); last; last = open.at(-1)) {
      await last.close().catch((error: unknown) => {
        console.error(error);
        code = 1;
      });
      open.pop();
    }
    return code;
  };
  const force = () => {
    for (const { force } of open.reverse()) force?.();
    console.error("Stopped by force.");
    process.exit(1);
  };
  const begin = async () => {
    firstSignalAt ??= performance.now();
    setTimeout(force, forceAfterMs).unref();
    const code = await closeAll();
    finish(code);
    return code;
  };
  const onSignal = () => {
    if (firstSignalAt === undefined) {
      console.log("\nStopping … (Ctrl-C again to force)");
      void begin();
    } else if (performance.now() - firstSignalAt > sameKeyPressMs) force();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  process.on("disconnect", onSignal);
  process.channel?.unref();
  return {
    onStop: (close, force) => open.push(force ? { close, force } : { close }),
    finished,
    begin,
    hasBegun: () => firstSignalAt !== undefined,
  };
}
