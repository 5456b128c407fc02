import fc from 'fast-check';

/** How much of a campaign there is time for; everything where `FUZZ_FULL` is set. */
const FULL = 100_000;
/** Seconds of each campaign in CI. */
const SECONDS = 15;

/**
 * Tries a law on ever new values, each time from another seed (`FUZZ_SEED` names one, as a failure does), and tells how
 * many there were and which of them took longest.
 */
export async function campaign<Value>(
  what: string,
  values: fc.Arbitrary<Value>,
  law: (value: Value) => void | Promise<void>,
  describe: (value: Value) => string,
): Promise<void> {
  const { FUZZ_FULL, FUZZ_SEED } = process.env;
  const seed = FUZZ_SEED === undefined ? Date.now() % 0x7fffffff : Number(FUZZ_SEED);
  const extent =
    FUZZ_FULL === '1' ? { numRuns: FULL } : { numRuns: FULL, interruptAfterTimeLimit: 1_000 * SECONDS };
  const started = performance.now();
  let tried = 0;
  let slowest = { ms: 0, about: '' };
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      tried += 1;
      const begun = performance.now();
      await law(value);
      const ms = performance.now() - begun;
      if (ms > slowest.ms) slowest = { ms, about: describe(value) };
      assertIntact();
    }),
    { seed, ...extent, markInterruptAsFailure: false },
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(
    `${tried} ${what} from seed ${seed} in ${seconds} s; the slowest took ${slowest.ms.toFixed(1)} ms: ${slowest.about}\n`,
  );
}

const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype] as const;
const members = prototypes.map(membersOf);

/** Nothing that was read has become a member of everything. */
function assertIntact(): void {
  prototypes.forEach((prototype, index) => {
    const now = membersOf(prototype);
    if (now !== members[index]) throw new Error(`A prototype has other members: ${now}`);
  });
}

function membersOf(prototype: object): string {
  return Reflect.ownKeys(prototype).map(String).sort().join(' ');
}
