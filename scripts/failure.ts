/** Something a person can put right: shown as one sentence, without a stack trace. */
export class Failure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Failure";
  }
}

/**
 * Runs a script's main function; an expected failure ends as its sentence, any other with its stack.
 * A file that is imported too does not await this: an await at the top of one module makes its importers wait as well,
 * and Jest then compiles every module of a test file three times.
 */
export async function runMain(main: () => Promise<number>): Promise<void> {
  process.exitCode = 1; // should nothing be left to wait for before `main` has come to its end
  try {
    process.exitCode = await main();
  } catch (error) {
    const expected = error instanceof Failure || (error instanceof Error && error.name === "InvalidEnvironment");
    console.error(expected ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
