import { defineConfig } from 'vitest/config';

/** Where to write counts for machines, besides what is printed. */
const results = process.env.TOLLGATE_TEST_RESULTS;

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    globalSetup: 'tests/build.ts',
    setupFiles: ['tests/laws.ts'],
    ...(results === undefined ? {} : { reporters: ['default', 'json'], outputFile: { json: results } }),
  },
});
