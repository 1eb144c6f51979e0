import fc from 'fast-check';

/**
 * Laws run on the same generated inputs each time, so that a red run is red again and a build never fails by chance.
 * `TOLLGATE_SEED=random` looks at other inputs (`npm run laws`); a number repeats the run whose failure printed it.
 */
const said = process.env.TOLLGATE_SEED ?? '1';
const seed = said === 'random' ? Date.now() % 2 ** 31 : Number(said);

/** How often each law is tried, where its test does not say so itself. */
const numRuns = Number(process.env.TOLLGATE_PROPERTY_RUNS ?? 100);

fc.configureGlobal({ seed, numRuns });
