/** Something a person can put right: shown as one sentence, without a stack trace. */
export class Failure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Failure";
  }
}

/** Runs a script's main function; an expected failure ends as its sentence, any other with its stack. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const expected = error instanceof Failure || (error instanceof Error && error.name === "InvalidEnvironment");
    console.error(expected ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
